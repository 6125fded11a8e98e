"""Starting the clocks of an action: the due date of an epoch, and the date of a re-check."""

from datetime import date

from services.action_tracking.domain.action.state import Action, Epoch, with_epoch
from services.action_tracking.domain.ladder import climb
from services.chassis.rules.decisions import Given


def begin_epoch(number: int, due: date, given: Given) -> Epoch:
    """Begins an epoch. Reminders whose day has passed already are not sent."""
    rung = climb(given.framework.ladder, due, None, given.today, given.holidays)
    return Epoch(number=number, began_at=given.now, original_due=due, due=due, rung=rung)


def ask_recheck(action: Action, due: date, given: Given) -> Action:
    """Asks for the next re-check by `due`. Reminders whose day has passed already are not sent."""
    rung = climb(given.framework.ladder, due, None, given.today, given.holidays)
    return with_epoch(action, recheck_due=due, recheck_rung=rung)
