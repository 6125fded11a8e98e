"""The ladder of reminders and escalation (AT4): the rung reached follows from a due date and today alone.

The rung is stored with its distance from the due date, so that it never goes back under another edition of the framework.
"""

from collections.abc import Container, Sequence
from datetime import date, datetime

from contracts.framework.document import Rung
from contracts.vocabulary.types import Code
from services.chassis.rules.calendar import add_working_days, start_of
from services.chassis.rules.values import Value


class Reached(Value):
    """The last rung reached for one due date: its code, and its working days after that date."""

    code: Code
    after: int


def late(ladder: Sequence[Rung]) -> tuple[Rung, ...]:
    """Returns the rungs after the due date. Responses to findings climb these only, without reminders before."""
    return tuple(rung for rung in ladder if rung.after >= 1)


def climb(ladder: Sequence[Rung], due: date, before: Reached | None, today: date, holidays: Container[date]) -> Reached | None:
    """Returns the last rung reached by `today`, never below the one reached before."""
    reached = [rung for rung in above(ladder, before) if day_of(rung, due, holidays) <= today]
    return Reached(code=reached[-1].code, after=reached[-1].after) if reached else before


def next_rung_at(
    ladder: Sequence[Rung], due: date, before: Reached | None, holidays: Container[date], timezone: str
) -> datetime | None:
    """Returns the instant of the next rung, which may have passed. None at the top."""
    further = above(ladder, before)
    return start_of(day_of(further[0], due, holidays), timezone) if further else None


def passed(ladder: Sequence[Rung], start: Code | None, end: Code) -> tuple[Rung, ...]:
    """Returns the rungs climbed after `start` up to and including `end`. Without `start`, the climb began on the ground.

    If the framework no longer has `start`, returns the last rung alone.
    """
    codes = [rung.code for rung in ladder]
    last = codes.index(end) + 1 if end in codes else 0
    first = codes.index(start) + 1 if start in codes else last - 1
    return tuple(ladder[:last] if start is None else ladder[max(first, 0) : last])


def above(ladder: Sequence[Rung], before: Reached | None) -> list[Rung]:
    """Returns the rungs above the one reached before."""
    return [rung for rung in ladder if before is None or rung.after > before.after]


def day_of(rung: Rung, due: date, holidays: Container[date]) -> date:
    """Returns the day on which a due date reaches the rung."""
    return add_working_days(due, rung.after, holidays)
