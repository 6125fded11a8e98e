"""Done is not the end: months after acceptance the stated measure is asked again (AT6)."""

from datetime import date

from pydantic import BaseModel, ConfigDict

from contracts.events.action_tracking import ActionReopened, ActionSustained, RecheckRecorded
from contracts.vocabulary.actions import ActionStatus, RecheckResult
from contracts.vocabulary.types import Link
from services.action_tracking.domain.action import (
    Action,
    Recheck,
    copied_to,
    faults_of_due,
    faults_of_status,
    with_epoch,
)
from services.action_tracking.domain.agreeing import begin_epoch
from services.action_tracking.domain.judging import ask_recheck
from services.action_tracking.domain.people import Text, by, faults_of_judge
from services.chassis.rules.calendar import add_months
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any


class RecordRecheck(BaseModel):
    """What the measure shows now, and whether new starters know of the change. `new_due` only where it did not hold."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    result: RecheckResult
    measured: Text
    new_starters_know: bool
    evidence: Link | None = None
    new_due: date | None = None


def record_recheck(state: Action, command: RecordRecheck, given: Given) -> Decided[Action]:
    """Recorded by whoever may judge it, from the day it is due. What follows depends on the result, and on nothing else."""
    refuse_if_any(_faults(state, command, given))
    due = state.epoch.recheck_due or given.today
    number = len(state.epoch.rechecks) + 1
    written = command.model_dump(exclude={"new_due"})
    record = Recheck(number=number, due=due, at=given.now, by=by(given.actor), **written)
    state = with_epoch(state, rechecks=(*state.epoch.rechecks, record), recheck_due=None)
    event = RecheckRecorded(action=state.id, epoch=state.epoch.number, recheck=number, result=command.result)
    after = _after(state, command, given)
    return Decided(after.state, (event, *after.events))


def _faults(state: Action, command: RecordRecheck, given: Given) -> list[Reason]:
    reasons = [*faults_of_judge(state.owner.agency, given.actor), *faults_of_status(state, ActionStatus.ACCEPTED)]
    due = state.epoch.recheck_due
    if state.status is ActionStatus.ACCEPTED and (due is None or due > given.today):
        reasons.append(Reason("recheck/not-due", "No re-check is due yet."))
    if command.new_due and command.result is not RecheckResult.NOT_SUSTAINED:
        reasons.append(
            Reason("recheck/due-without-reopening", "Only a change that did not hold gets a new due date.", "new_due")
        )
    if command.new_due:
        reasons.extend(faults_of_due(command.new_due, given, "new_due"))
    return reasons


def _after(state: Action, command: RecordRecheck, given: Given) -> Decided[Action]:
    if command.result is RecheckResult.NOT_SUSTAINED:
        return _reopened(state, command.new_due, given)
    if command.result is RecheckResult.SUSTAINED:
        return _held(state, given)
    again = add_months(given.today, given.framework.rechecks.ask_again_months)
    return Decided(ask_recheck(state, again, given))


def _held(state: Action, given: Given) -> Decided[Action]:
    """It held: the next re-check, or sustained after the last. One recorded late answers for every month that has passed."""
    months, accepted = given.framework.rechecks.months, state.epoch.accepted_on or given.today
    held = max(state.epoch.held + 1, sum(add_months(accepted, n) <= given.today for n in months))
    state = with_epoch(state, held=held)
    if held < len(months):
        return Decided(ask_recheck(state, add_months(accepted, months[held]), given))
    state = state.model_copy(update={"status": ActionStatus.SUSTAINED})
    return Decided(state, (ActionSustained(action=state.id, epoch=state.epoch.number),))


def _reopened(state: Action, new_due: date | None, given: Given) -> Decided[Action]:
    """A new epoch with its own due date; the one before stays as it was."""
    due = new_due or add_months(given.today, given.framework.rechecks.reopened_due_months)
    epoch = begin_epoch(state.epoch.number + 1, due, given)
    changes = {
        "epochs": (*state.epochs, epoch),
        "status": ActionStatus.IN_PROGRESS,
        "percent": 0,
        "blocked_by": None,
        "note": None,
    }
    event = ActionReopened(action=state.id, agencies=copied_to(state), epoch=epoch.number, due=due)
    return Decided(state.model_copy(update=changes), (event,))
