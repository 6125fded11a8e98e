"""Obligations that lapse when their review ends, and that open again: with the review, or because an answer was wrong (AT1)."""

from contracts.events.action_tracking import ObligationReopened
from contracts.vocabulary.actions import ObligationAnswer
from services.action_tracking.domain.obligation.answering import answered
from services.action_tracking.domain.obligation.head import ObligationStatus
from services.action_tracking.domain.obligation.opening import answer_by
from services.action_tracking.domain.obligation.standing import clock_set
from services.action_tracking.domain.obligation.state import Obligation, Reopening, copied_to
from services.action_tracking.domain.people import Text, by, judge_reasons
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.values import CommandBody


class ReopenObligation(CommandBody):
    """Reopens a response that was closed without an action, and says why. The agency answers again."""

    reason: Text


def lapse(obligation: Obligation, given: Given) -> Decided[Obligation]:
    """Closes an open obligation of a review that ended. Answered ones stay as they are."""
    if obligation.status is not ObligationStatus.OPEN:
        return Decided(obligation)
    return answered(obligation, ObligationAnswer.LAPSED, given)


def reopen_with_review(obligation: Obligation, given: Given) -> Decided[Obligation]:
    """Opens a lapsed obligation again. One for which an action was agreed meanwhile is answered by it."""
    if obligation.status is not ObligationStatus.LAPSED:
        return Decided(obligation)
    if obligation.answered_by:
        return answered(obligation, ObligationAnswer.ACTIONS_AGREED, given)
    return _reopened(obligation, "The review was reopened.", given)


def reopen_obligation(obligation: Obligation, command: ReopenObligation, given: Given) -> Decided[Obligation]:
    """Opens an obligation that was closed without an action. The earlier answer stays on the record."""
    reasons = judge_reasons(obligation.agency, given.actor)
    if obligation.answer is not ObligationAnswer.NO_ACTION_ACCEPTED:
        message = "You can reopen only what was closed without an action. Propose a further action instead."
        reasons.append(Reason("obligation/not-closed-without-action", message))
    refuse_if_any(reasons)
    return _reopened(obligation, command.reason, given)


def _reopened(obligation: Obligation, reason: str, given: Given) -> Decided[Obligation]:
    record = Reopening(
        answer=obligation.answer, no_action=obligation.no_action, reason=reason, at=given.now, by=by(given.actor)
    )
    changes = {
        "status": ObligationStatus.OPEN,
        "answer": None,
        "answered_at": None,
        "no_action": None,
        "by": answer_by(obligation.priority, given),
        "chased": None,
        "reopenings": (*obligation.reopenings, record),
    }
    obligation = clock_set(obligation.model_copy(update=changes), given)
    event = ObligationReopened(
        obligation=obligation.id,
        finding=obligation.finding,
        agency=obligation.agency,
        agencies=copied_to(obligation),
        by=obligation.by,
    )
    return Decided(obligation, (event,))
