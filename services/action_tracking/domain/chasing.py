"""What time alone does to an action: it becomes overdue, and climbs the ladder, also for its re-checks (AT4, AT6)."""

from datetime import datetime

from contracts.events.action_tracking import ActionEscalated, ActionOverdue
from contracts.events.event import Event
from contracts.vocabulary.actions import ActionStatus
from services.action_tracking.domain.action import UNDER_WAY, Action, copied_to, with_epoch
from services.action_tracking.domain.ladder import Reached, climb, next_rung_at
from services.chassis.rules.calendar import end_of
from services.chassis.rules.decisions import Decided, Given


def alarm(state: Action, given: Given) -> datetime | None:
    """The next instant at which it becomes overdue or reaches a further rung; none while others have to act, and at the end.
    It may have passed: then it is rung now."""
    due, timezone = state.clock_due, given.framework.partnership.timezone
    if due is None:
        return None
    instants = [next_rung_at(given.framework.ladder, due, _reached(state), given.holidays, timezone)]
    if state.status in UNDER_WAY and not state.epoch.overdue_told:
        instants.append(end_of(due, timezone))
    return min((each for each in instants if each), default=None)


def ring(state: Action, given: Given) -> Decided[Action]:
    """What should have happened by now: overdue once an epoch and due date, and one event from rung to rung, however long
    nobody looked (AT4)."""
    due = state.clock_due
    if due is None:
        return Decided(state)
    events: list[Event] = []
    if state.status in UNDER_WAY and given.today > due and not state.epoch.overdue_told:
        events.append(ActionOverdue(action=state.id, agencies=copied_to(state), epoch=state.epoch.number, due=due))
        state = with_epoch(state, overdue_told=True)
    before = _reached(state)
    reached = climb(given.framework.ladder, due, before, given.today, given.holidays)
    if reached and reached != before:
        asked = state.status is ActionStatus.ACCEPTED
        escalated = ActionEscalated(
            action=state.id,
            agencies=copied_to(state),
            epoch=state.epoch.number,
            due=due,
            from_rung=before.code if before else None,
            to_rung=reached.code,
            recheck=len(state.epoch.rechecks) + 1 if asked else None,
        )
        events.append(escalated)
        state = with_epoch(state, **{"recheck_rung" if asked else "rung": reached})
    return Decided(state, tuple(events))


def _reached(state: Action) -> Reached | None:
    return state.epoch.recheck_rung if state.status is ActionStatus.ACCEPTED else state.epoch.rung
