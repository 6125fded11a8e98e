"""Answering a proposed action without agreeing it: the partnership refuses it, or asks the agency to change it (AT2)."""

from collections.abc import Sequence

from contracts.events.action_tracking import ProposalAnswered
from contracts.vocabulary.actions import ActionStatus, ProposalAnswer
from contracts.vocabulary.types import Id
from services.action_tracking.domain.action.deciding import decider_reasons
from services.action_tracking.domain.action.guards import status_reasons
from services.action_tracking.domain.action.state import Action, Answered, copied_to
from services.action_tracking.domain.people import By, Text, by
from services.action_tracking.domain.role_holder.state import Holding
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.values import CommandBody


class AnswerProposal(CommandBody):
    """Refuses a proposed action, or asks the agency to change it, and says why."""

    answer: ProposalAnswer
    why: Text


def answer_proposal(action: Action, command: AnswerProposal, given: Given, facts: Sequence[Holding]) -> Decided[Action]:
    """Answers the proposal. `facts` are those who hold a role that decides.

    A refused proposal ends. Otherwise the agency changes it and proposes it again.
    """
    reasons = [*decider_reasons(action, given, facts), *status_reasons(action, ActionStatus.PROPOSED)]
    if action.returned and command.answer is ProposalAnswer.ASKED:
        message = "You asked the agency to change this action already. Wait until it proposes the action again."
        reasons.append(Reason("action/returned", message))
    refuse_if_any(reasons)
    return _answered(action, command.answer, command.why, given, by(given.actor))


def end_with_review(action: Action, review: Id, given: Given) -> Decided[Action]:
    """Ends a proposal whose only review has ended. One that was agreed, or that answers other reviews too, stays."""
    if action.status is not ActionStatus.PROPOSED or action.reviews != (review,):
        return Decided(action)
    return _answered(action, ProposalAnswer.REFUSED, "The review ended before this action was agreed.", given, by(given.actor))


def _answered(action: Action, answer: ProposalAnswer, why: str, given: Given, by_: By) -> Decided[Action]:
    record = Answered(answer=answer, why=why, at=given.now, by=by_)
    refused = answer is ProposalAnswer.REFUSED
    changes = {
        "answers": (*action.answers, record),
        "returned": not refused,
        "status": ActionStatus.ENDED if refused else ActionStatus.PROPOSED,
    }
    action = action.model_copy(update=changes)
    event = ProposalAnswered(
        action=action.id,
        findings=action.findings,
        obligations=action.obligations,
        agency=action.owner.agency,
        agencies=copied_to(action),
        answer=answer,
    )
    return Decided(action, (event,))
