"""Commands on actions."""

from contracts.vocabulary.roles import AGENCY_LEAD, BUSINESS_UNIT, CONTRIBUTOR, DECIDER, SCRUTINEER
from services.action_tracking import facts
from services.action_tracking.domain.action.agreeing import AgreeAction, ToAgree, agree_action
from services.action_tracking.domain.action.answering import AnswerProposal, answer_proposal
from services.action_tracking.domain.action.assigning import AssignAction, assign_action
from services.action_tracking.domain.action.completing import CompleteAction, complete_action
from services.action_tracking.domain.action.evidencing import (
    OfferEvidence,
    TakeBackEvidence,
    offer_evidence,
    take_back_evidence,
)
from services.action_tracking.domain.action.judging import JudgeAction, judge_action
from services.action_tracking.domain.action.offering import OfferRecheck, offer_recheck
from services.action_tracking.domain.action.proposing import ProposeAction, ProposeAgain, propose_action, propose_again
from services.action_tracking.domain.action.rechecking import RecordRecheck, record_recheck
from services.action_tracking.domain.action.reporting import ReportProgress, report_progress
from services.action_tracking.domain.obligation.state import Obligation
from services.action_tracking.domain.role_holder.state import Holding
from services.action_tracking.kinds import ACTION
from services.chassis.room.room import Room, state_of
from services.chassis.room.tables import Command

PROPOSES = frozenset({BUSINESS_UNIT, AGENCY_LEAD})
REPORTS = frozenset({BUSINESS_UNIT, AGENCY_LEAD, CONTRIBUTOR})
JUDGES = frozenset({DECIDER, SCRUTINEER})


async def obligations_named(room: Room, id_: str, command: ProposeAction) -> list[Obligation]:
    """Loads the obligations that the action is to answer."""
    return await facts.obligations_named(room, command.obligations)


async def obligations_answered(room: Room, id_: str, command: ProposeAgain) -> list[Obligation]:
    """Loads the obligations that a proposed action answers."""
    action = await state_of(room, ACTION, id_)
    return await facts.obligations_named(room, action.obligations if action else ())


async def answered_and_deciders(room: Room, id_: str, command: AgreeAction) -> ToAgree:
    """Loads the obligations that a proposed action answers, and those who decide."""
    action = await state_of(room, ACTION, id_)
    obligations = await facts.obligations_named(room, action.obligations if action else ())
    return ToAgree(obligations, await facts.deciders(room))


async def deciders(room: Room, id_: str, command: AnswerProposal | JudgeAction | RecordRecheck) -> list[Holding]:
    """Loads those who decide, because the scrutineer decides only if no other agency has any."""
    return await facts.deciders(room)


COMMANDS: tuple[Command, ...] = (
    Command("/actions", ACTION, ProposeAction, propose_action, PROPOSES, creates=True, facts=obligations_named),
    Command("/actions/{id}/proposal", ACTION, ProposeAgain, propose_again, PROPOSES, facts=obligations_answered),
    Command("/actions/{id}/agreement", ACTION, AgreeAction, agree_action, JUDGES, facts=answered_and_deciders),
    Command("/actions/{id}/proposal-answer", ACTION, AnswerProposal, answer_proposal, JUDGES, facts=deciders),
    Command("/actions/{id}/assignment", ACTION, AssignAction, assign_action, PROPOSES),
    Command("/actions/{id}/progress", ACTION, ReportProgress, report_progress, REPORTS),
    Command("/actions/{id}/evidence", ACTION, OfferEvidence, offer_evidence, REPORTS),
    Command("/actions/{id}/evidence-taken-back", ACTION, TakeBackEvidence, take_back_evidence, REPORTS),
    Command("/actions/{id}/completion", ACTION, CompleteAction, complete_action, PROPOSES),
    Command("/actions/{id}/judgements", ACTION, JudgeAction, judge_action, JUDGES, facts=deciders),
    Command("/actions/{id}/recheck-offers", ACTION, OfferRecheck, offer_recheck, REPORTS),
    Command("/actions/{id}/rechecks", ACTION, RecordRecheck, record_recheck, JUDGES, facts=deciders),
)
