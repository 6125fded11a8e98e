"""Recording a re-check for the partnership: whether the change held, on what the agency offered (AT6)."""

from collections.abc import Sequence
from datetime import date

from contracts.events.action_tracking import ActionReopened, ActionSustained, RecheckRecorded
from contracts.vocabulary.actions import ActionStatus, RecheckResult
from services.action_tracking.domain.action.clocks import ask_recheck, begin_epoch, months_left
from services.action_tracking.domain.action.deciding import decider_reasons
from services.action_tracking.domain.action.guards import due_reasons, status_reasons
from services.action_tracking.domain.action.offering import early_reasons
from services.action_tracking.domain.action.state import Action, Recheck, copied_to, with_epoch
from services.action_tracking.domain.people import Text, by
from services.action_tracking.domain.role_holder.state import Holding
from services.chassis.rules.calendar import add_months
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.happened import day_happened, day_reasons
from services.chassis.rules.values import CommandBody

UNCLEAR = (RecheckResult.PARTLY, RecheckResult.CANNOT_TELL)


class RecordRecheck(CommandBody):
    """Records whether the change held, and why the partnership finds so.

    `new_due` is for a change that did not hold. `on` is the day of the re-check, if that was before today.
    """

    result: RecheckResult
    why: Text
    new_due: date | None = None
    on: date | None = None


def record_recheck(action: Action, command: RecordRecheck, given: Given, facts: Sequence[Holding]) -> Decided[Action]:
    """Records a re-check. `facts` are those who hold a role that decides. The result alone decides the next step."""
    refuse_if_any(_reasons(action, command, given, facts))
    epoch = action.epoch
    held = command.result is RecheckResult.SUSTAINED
    record = Recheck(
        number=len(epoch.rechecks) + 1,
        due=epoch.recheck_due or given.today,
        result=command.result,
        why=command.why,
        months=_months(action, given) if held else (),
        offered=epoch.offered,
        on=day_happened(command.on, given),
        at=given.now,
        by=by(given.actor),
    )
    kept = (*epoch.held, *record.months)
    action = with_epoch(action, rechecks=(*epoch.rechecks, record), held=kept, recheck_due=None, offered=None)
    event = RecheckRecorded(
        action=action.id, epoch=epoch.number, recheck=record.number, result=record.result, months=record.months
    )
    after = _after(action, record, command.new_due, given)
    return Decided(after.state, (event, *after.events))


def _months(action: Action, given: Given) -> tuple[int, ...]:
    """Returns the months that a change which held answers: the one asked, and all others that the measure came after."""
    epoch = action.epoch
    left = months_left(given.framework.rechecks.months, epoch.held)
    accepted, measured = epoch.accepted_on or given.today, epoch.offered.on if epoch.offered else given.today
    return tuple(month for place, month in enumerate(left) if place == 0 or add_months(accepted, month) <= measured)


def _reasons(action: Action, command: RecordRecheck, given: Given, directory: Sequence[Holding]) -> list[Reason]:
    accepted, offered = status_reasons(action, ActionStatus.ACCEPTED), action.epoch.offered
    reasons = [*decider_reasons(action, given, directory), *accepted]
    reasons.extend(early_reasons(action, day_happened(command.on, given), given))
    reasons.extend(day_reasons(command.on, given, not_before=offered.on if offered else action.epoch.accepted_on))
    if command.result is RecheckResult.SUSTAINED and not accepted:
        reasons.extend(_held_reasons(action))
    if command.result in UNCLEAR and _unclear_in_a_row(action) >= given.framework.rechecks.partly_limit:
        message = "Re-checks found this unclear too often. Decide now whether the change has lasted or not."
        reasons.append(Reason("recheck/must-decide", message, "result"))
    if command.new_due and command.result is not RecheckResult.NOT_SUSTAINED:
        message = "Remove the new due date. Only a change that did not last gets one."
        reasons.append(Reason("recheck/due-without-reopening", message, "new_due"))
    if command.new_due:
        reasons.extend(due_reasons(command.new_due, given, "new_due"))
    return reasons


def _held_reasons(action: Action) -> list[Reason]:
    """Returns what is missing before a change counts as held: its measure, new evidence, and new starters who know."""
    offered = action.epoch.offered
    if offered is None:
        message = "The agency has not said what the measure shows now. Ask it to do that first."
        return [Reason("recheck/not-offered", message)]
    reasons = []
    if action.measure is None:
        message = "This action has no measure. Ask the agency to state one with what it shows now."
        reasons.append(Reason("recheck/no-measure", message))
    earlier = [each.link for each in action.epoch.evidence]
    earlier += [each.offered.evidence for each in action.epoch.rechecks if each.offered]
    if offered.evidence is None or offered.evidence in earlier:
        message = "The agency has given no new evidence. Ask it for some that is newer than the last."
        reasons.append(Reason("recheck/no-new-evidence", message))
    if not offered.new_starters_know:
        message = "New starters do not know of this change. Record that it held in part, or not at all."
        reasons.append(Reason("recheck/new-starters-do-not-know", message, "result"))
    return reasons


def _unclear_in_a_row(action: Action) -> int:
    """Returns how many of the last re-checks were unclear, without a clear one between."""
    for count, each in enumerate(reversed(action.epoch.rechecks)):
        if each.result not in UNCLEAR:
            return count
    return len(action.epoch.rechecks)


def _after(action: Action, record: Recheck, new_due: date | None, given: Given) -> Decided[Action]:
    if record.result is RecheckResult.NOT_SUSTAINED:
        return _reopened(action, new_due, given)
    if record.result in UNCLEAR:
        again = add_months(given.today, given.framework.rechecks.ask_again_months)
        return Decided(with_epoch(action, recheck_due=again))
    action = ask_recheck(action, given)
    if action.epoch.recheck_due:
        return Decided(action)
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
