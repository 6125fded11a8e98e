"""Chasing an action: it becomes overdue and climbs the ladder, also for its re-checks (AT4, AT6)."""

from datetime import datetime

from contracts.events.action_tracking import ActionEscalated, ActionOverdue
from contracts.events.event import Event
from contracts.vocabulary.actions import ActionStatus
from services.action_tracking.domain.action.state import UNDER_WAY, Action, copied_to, with_epoch
from services.action_tracking.domain.ladder import Reached, climb, next_rung_at
from services.chassis.rules.calendar import end_of
from services.chassis.rules.decisions import Decided, Given


def alarm(action: Action, given: Given) -> datetime | None:
    """Returns the next instant at which the action becomes overdue or reaches a rung. None while no date counts.

    An instant that has passed rings now.
    """
    due, timezone = action.clock_due, given.framework.partnership.timezone
    if due is None:
        return None
    instants = [next_rung_at(given.framework.ladder, due, _reached(action), given.holidays, timezone)]
    if action.status in UNDER_WAY and not action.epoch.overdue_told:
        instants.append(end_of(due, timezone))
    return min((each for each in instants if each), default=None)


def ring(action: Action, given: Given) -> Decided[Action]:
    """Marks the action overdue, once per epoch and due date, and climbs to the rung reached by today.

    Emits one event for the whole climb, also after an outage (AT4).
    """
    due = action.clock_due
    if due is None:
        return Decided(action)
    events: list[Event] = []
    if action.status in UNDER_WAY and given.today > due and not action.epoch.overdue_told:
        events.append(ActionOverdue(action=action.id, agencies=copied_to(action), epoch=action.epoch.number, due=due))
        action = with_epoch(action, overdue_told=True)
    before = _reached(action)
    reached = climb(given.framework.ladder, due, before, given.today, given.holidays)
    if reached and reached != before:
        is_recheck = action.status is ActionStatus.ACCEPTED
        escalated = ActionEscalated(
            action=action.id,
            agencies=copied_to(action),
            epoch=action.epoch.number,
            due=due,
            from_rung=before.code if before else None,
            to_rung=reached.code,
            recheck=len(action.epoch.rechecks) + 1 if is_recheck else None,
        )
        events.append(escalated)
        action = with_epoch(action, **{"recheck_rung" if is_recheck else "rung": reached})
    return Decided(action, tuple(events))


def _reached(action: Action) -> Reached | None:
    return action.epoch.recheck_rung if action.status is ActionStatus.ACCEPTED else action.epoch.rung
