"""Completing an action, by the owning agency (AT3)."""

from datetime import date

from contracts.events.action_tracking import ActionCompleted
from contracts.vocabulary.actions import ActionStatus
from services.action_tracking.domain.action.guards import reporter_reasons, status_reasons
from services.action_tracking.domain.action.head import UNDER_WAY, Completion
from services.action_tracking.domain.action.state import Action, with_epoch
from services.action_tracking.domain.people import by
from services.chassis.rules.calendar import day_of
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.happened import day_happened, day_reasons
from services.chassis.rules.values import CommandBody


class CompleteAction(CommandBody):
    """Reports for the agency that the action is done, and asks the partnership to sign it off.

    `on` is the day on which it was done, if that was before today.
    """

    on: date | None = None


def complete_action(action: Action, command: CompleteAction, given: Given) -> Decided[Action]:
    """Completes the action, on evidence that no judgement of this epoch has turned down."""
    began = day_of(action.epoch.began_at, given.framework.partnership.timezone)
    reasons = [*reporter_reasons(action, given.actor), *status_reasons(action, *UNDER_WAY)]
    reasons.extend([*_evidence_reasons(action), *day_reasons(command.on, given, not_before=began)])
    refuse_if_any(reasons)
    done = Completion(
        on=day_happened(command.on, given),
        due=action.epoch.due,
        percent=action.percent,
        at=given.now,
        by=by(given.actor),
    )
    action = with_epoch(action, completions=(*action.epoch.completions, done))
    changes = {"status": ActionStatus.AWAITING_JUDGEMENT, "percent": 100, "blocked_by": None}
    action = action.model_copy(update=changes)
    return Decided(action, (ActionCompleted(action=action.id, epoch=action.epoch.number),))


def _evidence_reasons(action: Action) -> list[Reason]:
    """Returns a reason without evidence, or if all of it was before the last judgement already."""
    epoch = action.epoch
    if not epoch.standing:
        return [Reason("evidence/none", "Add evidence of what changed before you complete this action.")]
    judged = epoch.evidence[: epoch.judgements[-1].pieces] if epoch.judgements else ()
    if all(piece in judged for piece in epoch.standing):
        message = "This action was not accepted on its present evidence. Add new evidence before you complete it again."
        return [Reason("evidence/nothing-new", message)]
    return []
