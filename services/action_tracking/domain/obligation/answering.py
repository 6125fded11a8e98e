"""Answering an obligation: with agreed actions, or with no action that the partnership accepts (AT1, AT3)."""

from contracts.events.action_tracking import ActionAgreed, ObligationAnswered
from contracts.vocabulary.actions import ObligationAnswer
from services.action_tracking.domain.obligation.state import NoAction, Obligation, ObligationStatus
from services.action_tracking.domain.people import Text, by, judge_reasons
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.values import CommandBody


class AcceptNoAction(CommandBody):
    """Accepts for the partnership that no action is taken, and records why."""

    reason: Text


def answer_with_action(obligation: Obligation, agreed: ActionAgreed, given: Given) -> Decided[Obligation]:
    """Answers the obligation with an agreed action. A further action is recorded and emits no event (AT1)."""
    if agreed.action in obligation.answered_by:
        return Decided(obligation)
    recorded = obligation.model_copy(update={"answered_by": (*obligation.answered_by, agreed.action)})
    if recorded.status is not ObligationStatus.OPEN:
        return Decided(recorded)
    return _answered(recorded, ObligationAnswer.ACTIONS_AGREED, given)


def accept_no_action(obligation: Obligation, command: AcceptNoAction, given: Given) -> Decided[Obligation]:
    """Answers the obligation without an action. The agency that owes the response may not accept this (AT1, AT3)."""
    reasons = judge_reasons(obligation.agency, given.actor)
    if obligation.status is not ObligationStatus.OPEN:
        message = "You cannot accept that no action is taken because the agency has already responded."
        reasons.append(Reason("obligation/not-open", message))
    refuse_if_any(reasons)
    why = NoAction(reason=command.reason, at=given.now, by=by(given.actor))
    return _answered(obligation.model_copy(update={"no_action": why}), ObligationAnswer.NO_ACTION_ACCEPTED, given)


def _answered(obligation: Obligation, answer: ObligationAnswer, given: Given) -> Decided[Obligation]:
    changes = {"status": ObligationStatus.ANSWERED, "answer": answer, "answered_at": given.now}
    obligation = obligation.model_copy(update=changes)
    event = ObligationAnswered(obligation=obligation.id, finding=obligation.finding, agency=obligation.agency, answer=answer)
    return Decided(obligation, (event,))
