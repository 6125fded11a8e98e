"""Re-checking an accepted action: months later, the stated measure is asked again (AT6)."""

from datetime import date

from contracts.events.action_tracking import ActionReopened, ActionSustained, RecheckRecorded
from contracts.vocabulary.actions import ActionStatus, RecheckResult
from contracts.vocabulary.types import Link
from services.action_tracking.domain.action.clocks import ask_recheck, begin_epoch
from services.action_tracking.domain.action.guards import due_reasons, judge_reasons, status_reasons
from services.action_tracking.domain.action.state import Action, Recheck, copied_to, with_epoch
from services.action_tracking.domain.people import Text, by
from services.chassis.rules.calendar import add_months
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.values import CommandBody


class RecordRecheck(CommandBody):
    """Records a re-check: what the measure shows now, and whether new starters know of the change.

    `new_due` is for a change that did not hold.
    """

    result: RecheckResult
    measured: Text
    new_starters_know: bool
    evidence: Link | None = None
    new_due: date | None = None


def record_recheck(action: Action, command: RecordRecheck, given: Given) -> Decided[Action]:
    """Records a re-check, from the day it is due. Its result alone decides the next step."""
    refuse_if_any(_reasons(action, command, given))
    due = action.epoch.recheck_due or given.today
    number = len(action.epoch.rechecks) + 1
    written = command.model_dump(exclude={"new_due"})
    record = Recheck(number=number, due=due, at=given.now, by=by(given.actor), **written)
    action = with_epoch(action, rechecks=(*action.epoch.rechecks, record), recheck_due=None)
    event = RecheckRecorded(action=action.id, epoch=action.epoch.number, recheck=number, result=command.result)
    after = _after(action, command, given)
    return Decided(after.state, (event, *after.events))


def _reasons(action: Action, command: RecordRecheck, given: Given) -> list[Reason]:
    accepted = status_reasons(action, ActionStatus.ACCEPTED)
    reasons = [*judge_reasons(action, given.actor), *accepted]
    due = action.epoch.recheck_due
    if not accepted and (due is None or due > given.today):
        message = "You cannot record a re-check before its date." + (f" It is due on {due.day} {due:%B %Y}." if due else "")
        reasons.append(Reason("recheck/not-due", message))
    if command.new_due and command.result is not RecheckResult.NOT_SUSTAINED:
        message = "Remove the new due date. Only a change that did not last gets one."
        reasons.append(Reason("recheck/due-without-reopening", message, "new_due"))
    if command.new_due:
        reasons.extend(due_reasons(command.new_due, given, "new_due"))
    return reasons


def _after(action: Action, command: RecordRecheck, given: Given) -> Decided[Action]:
    if command.result is RecheckResult.NOT_SUSTAINED:
        return _reopened(action, command.new_due, given)
    if command.result is RecheckResult.SUSTAINED:
        return _held(action, given)
    again = add_months(given.today, given.framework.rechecks.ask_again_months)
    return Decided(ask_recheck(action, again, given))


def _held(action: Action, given: Given) -> Decided[Action]:
    """Asks for the next re-check, or marks the change as sustained. A late re-check counts for every month passed."""
    months, accepted = given.framework.rechecks.months, action.epoch.accepted_on or given.today
    held = max(action.epoch.held + 1, sum(add_months(accepted, n) <= given.today for n in months))
    action = with_epoch(action, held=held)
    if held < len(months):
        return Decided(ask_recheck(action, add_months(accepted, months[held]), given))
    action = action.model_copy(update={"status": ActionStatus.SUSTAINED})
    return Decided(action, (ActionSustained(action=action.id, epoch=action.epoch.number),))


def _reopened(action: Action, new_due: date | None, given: Given) -> Decided[Action]:
    """Begins an epoch with its own due date. The epoch before no longer changes."""
    due = new_due or add_months(given.today, given.framework.rechecks.reopened_due_months)
    epoch = begin_epoch(action.epoch.number + 1, due, given)
    changes = {
        "epochs": (*action.epochs, epoch),
        "status": ActionStatus.IN_PROGRESS,
        "percent": 0,
        "blocked_by": None,
        "note": None,
    }
    event = ActionReopened(action=action.id, agencies=copied_to(action), epoch=epoch.number, due=due)
    return Decided(action.model_copy(update=changes), (event,))
