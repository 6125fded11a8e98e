"""Chasing an action: it becomes overdue, and each step that it waits for climbs its ladder (AT4, AT6)."""

from datetime import datetime

from contracts.events.action_tracking import ActionEscalated, ActionOverdue
from contracts.events.event import Event
from contracts.vocabulary.actions import Asked
from services.action_tracking.domain.action.state import Action, copied_to, with_epoch
from services.action_tracking.domain.action.waiting import waiting_of
from services.action_tracking.domain.waiting import Waiting, chase_of, chased, next_chase_at, rungs_passed
from services.chassis.rules.calendar import end_of
from services.chassis.rules.decisions import Decided, Given


def alarm(action: Action, given: Given) -> datetime | None:
    """Returns the next instant at which the action becomes overdue, reaches a rung, or is due for a further round.

    None while nobody has to do anything. An instant that has passed rings now.
    """
    waiting = waiting_of(action, given)
    if waiting is None:
        return None
    instants = [next_chase_at(waiting, chase_of(waiting, action.chased, given), given)]
    if _may_become_overdue(action, waiting):
        instants.append(end_of(waiting.due, given.framework.partnership.timezone))
    return min((each for each in instants if each), default=None)


def ring(action: Action, given: Given) -> Decided[Action]:
    """Marks the action overdue, once per epoch and due date, and climbs to the rung reached by today.

    Emits one event for the whole climb, also after an outage (AT4). A further round at the top emits none.
    """
    waiting = waiting_of(action, given)
    if waiting is None:
        return Decided(action)
    events: list[Event] = []
    if _may_become_overdue(action, waiting) and given.today > waiting.due:
        overdue = ActionOverdue(action=action.id, agencies=copied_to(action), epoch=action.epoch.number, due=waiting.due)
        events.append(overdue)
        action = with_epoch(action, overdue_told=True)
    before = chase_of(waiting, action.chased, given)
    after = chased(waiting, before, given)
    if after == before:
        return Decided(action, tuple(events))
    if after.rung and after.rung != before.rung:
        escalated = ActionEscalated(
            action=action.id,
            agencies=copied_to(action),
            epoch=action.epoch.number,
            asks=waiting.asks,
            due=waiting.due,
            from_rung=before.rung.code if before.rung else None,
            to_rung=after.rung.code,
            passed=rungs_passed(waiting, before, after, given.framework),
        )
        events.append(escalated)
    return Decided(action.model_copy(update={"chased": after}), tuple(events))


def _may_become_overdue(action: Action, waiting: Waiting) -> bool:
    return waiting.asks is Asked.DO_ACTION and not action.epoch.overdue_told
