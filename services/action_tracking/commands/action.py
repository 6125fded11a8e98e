"""Commands on actions."""

from contracts.vocabulary.roles import AGENCY_LEAD, BUSINESS_UNIT, CONTRIBUTOR, DECIDER, SCRUTINEER
from services.action_tracking import facts
from services.action_tracking.domain.action.agreeing import AgreeAction, agree_action
from services.action_tracking.domain.action.completing import CompleteAction, complete_action
from services.action_tracking.domain.action.evidencing import OfferEvidence, offer_evidence
from services.action_tracking.domain.action.judging import JudgeAction, judge_action
from services.action_tracking.domain.action.offering import OfferRecheck, offer_recheck
from services.action_tracking.domain.action.rechecking import RecordRecheck, record_recheck
from services.action_tracking.domain.action.reporting import ReportProgress, report_progress
from services.action_tracking.domain.obligation.state import Obligation
from services.action_tracking.domain.role_holder.state import RoleHolder
from services.action_tracking.kinds import ACTION
from services.chassis.room.room import Room
from services.chassis.room.tables import Command

AGREES = frozenset({BUSINESS_UNIT, AGENCY_LEAD})
REPORTS = frozenset({BUSINESS_UNIT, AGENCY_LEAD, CONTRIBUTOR})
JUDGES = frozenset({DECIDER, SCRUTINEER})


async def obligations_named(room: Room, id_: str, command: AgreeAction) -> list[Obligation]:
    """Loads the obligations that the action is to answer."""
    return await facts.obligations_named(room, command.obligations)


async def directory(room: Room, id_: str, command: JudgeAction | RecordRecheck) -> list[RoleHolder]:
    """Loads the directory, which says whether other agencies have anyone who decides."""
    return await facts.directory(room)


COMMANDS: tuple[Command, ...] = (
    Command("/actions", ACTION, AgreeAction, agree_action, AGREES, creates=True, facts=obligations_named),
    Command("/actions/{id}/progress", ACTION, ReportProgress, report_progress, REPORTS),
    Command("/actions/{id}/evidence", ACTION, OfferEvidence, offer_evidence, REPORTS),
    Command("/actions/{id}/completion", ACTION, CompleteAction, complete_action, AGREES),
    Command("/actions/{id}/judgements", ACTION, JudgeAction, judge_action, JUDGES, facts=directory),
    Command("/actions/{id}/recheck-offers", ACTION, OfferRecheck, offer_recheck, REPORTS),
    Command("/actions/{id}/rechecks", ACTION, RecordRecheck, record_recheck, JUDGES, facts=directory),
)
