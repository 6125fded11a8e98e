"""Starting the clocks of an action: the due date of an epoch, a new one after a judgement, and the date of a re-check."""

from collections.abc import Sequence
from datetime import date

from services.action_tracking.domain.action.state import Action, Epoch, with_epoch
from services.chassis.rules.calendar import add_months, add_working_days
from services.chassis.rules.decisions import Given


def begin_epoch(number: int, due: date, given: Given) -> Epoch:
    """Begins an epoch."""
    return Epoch(number=number, began_at=given.now, original_due=due, due=due)


def put_right_by(action: Action, given: Given) -> date:
    """Returns the due date of an action that is sent back: some working days from today, never before the present one."""
    return max(action.epoch.due, add_working_days(given.today, given.framework.waiting.put_right_days, given.holidays))


def months_left(months: Sequence[int], held: Sequence[int]) -> list[int]:
    """Returns the re-check months of the framework at which the change was not found to hold yet."""
    return [month for month in months if month > max(held, default=0)]


def ask_recheck(action: Action, given: Given) -> Action:
    """Asked for the re-check of the next month. Without a month left, asks for none."""
    months, accepted = given.framework.rechecks.months, action.epoch.accepted_on or given.today
    left = months_left(months, action.epoch.held)
    return with_epoch(action, recheck_due=add_months(accepted, left[0]) if left else None)
