"""The ladder of reminders and escalation (AT4): the rung reached follows from a due date and today alone.

The rung is stored with its distance from the due date, so that it never goes back under another edition of the framework.
The rung of the due date itself is reached on the last working day that is not after it.
"""

from collections.abc import Container, Sequence
from datetime import date, datetime

from contracts.framework.document import Rung
from contracts.vocabulary.types import Code
from services.chassis.rules.calendar import (
    add_working_days,
    last_working_day_on_or_before,
    start_of,
    working_days_after,
)
from services.chassis.rules.values import Value


class Reached(Value):
    """The last rung reached for one due date: its code, and its working days after that date."""

    code: Code
    after: int


def late(ladder: Sequence[Rung]) -> tuple[Rung, ...]:
    """Returns the rungs after the due date. Responses to findings climb these only, without reminders before."""
    return tuple(rung for rung in ladder if rung.after >= 1)


def reminders(ladder: Sequence[Rung]) -> tuple[Rung, ...]:
    """Returns the rungs up to the due date."""
    return tuple(rung for rung in ladder if rung.after < 1)


def climb(ladder: Sequence[Rung], due: date, before: Reached | None, today: date, holidays: Container[date]) -> Reached | None:
    """Returns the last rung reached by `today`, never below the one reached before."""
    reached = [rung for rung in above(ladder, before) if day_of(rung.after, due, holidays) <= today]
    return Reached(code=reached[-1].code, after=reached[-1].after) if reached else before


def next_rung_at(
    ladder: Sequence[Rung], due: date, before: Reached | None, holidays: Container[date], timezone: str
) -> datetime | None:
    """Returns the instant of the next rung, which may have passed. None at the top."""
    further = above(ladder, before)
    return start_of(day_of(further[0].after, due, holidays), timezone) if further else None


def rounds(
    ladder: Sequence[Rung], due: date, reached: Reached | None, repeat_days: int, today: date, holidays: Container[date]
) -> int:
    """Returns how often the top rung had to be notified again by `today`. 0 below the top."""
    if reached is None or above(ladder, reached):
        return 0
    return max(0, working_days_after(day_of(reached.after, due, holidays), today, holidays)) // repeat_days


def next_round_at(
    ladder: Sequence[Rung],
    due: date,
    reached: Reached | None,
    before: int,
    repeat_days: int,
    holidays: Container[date],
    timezone: str,
) -> datetime | None:
    """Returns the instant at which the top rung is notified again, after `before` times. None below the top."""
    if reached is None or above(ladder, reached):
        return None
    top = day_of(reached.after, due, holidays)
    return start_of(add_working_days(top, repeat_days * (before + 1), holidays), timezone)


def passed(ladder: Sequence[Rung], from_after: int | None, to_after: int) -> tuple[Rung, ...]:
    """Returns the rungs climbed behind one distance from the due date, up to and including another.

    Without `from_after`, the climb began on the ground. Distances stay when a rung is renamed or removed.
    """
    return tuple(rung for rung in ladder if (from_after is None or rung.after > from_after) and rung.after <= to_after)


def above(ladder: Sequence[Rung], before: Reached | None) -> list[Rung]:
    """Returns the rungs above the one reached before."""
    return [rung for rung in ladder if before is None or rung.after > before.after]


def day_of(after: int, due: date, holidays: Container[date]) -> date:
    """Returns the day on which a due date reaches a rung, `after` working days from it."""
    if after == 0:
        return last_working_day_on_or_before(due, holidays)
    return add_working_days(due, after, holidays)
