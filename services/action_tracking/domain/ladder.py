"""The ladder of reminders and escalation (AT4): what is reached follows from a due date and the present day alone.

What was reached is stored with its distance from the due date, so that it never goes back, whatever edition the settings have.
"""

from collections.abc import Container, Sequence
from datetime import date, datetime

from pydantic import BaseModel, ConfigDict

from contracts.framework.document import Rung
from contracts.vocabulary.types import Code
from services.chassis.rules.calendar import add_working_days, start_of


class Reached(BaseModel):
    """The last rung reached for one due date: its code, and how many working days past the due date it stands."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: Code
    after: int


def late(ladder: Sequence[Rung]) -> tuple[Rung, ...]:
    """The rungs past the due date: what asks for an answer is not chased before."""
    return tuple(rung for rung in ladder if rung.after >= 1)


def climb(ladder: Sequence[Rung], due: date, before: Reached | None, today: date, closed: Container[date]) -> Reached | None:
    """The last rung reached by `today`, never below the one reached before."""
    reached = [rung for rung in above(ladder, before) if day_of(rung, due, closed) <= today]
    return Reached(code=reached[-1].code, after=reached[-1].after) if reached else before


def next_rung_at(
    ladder: Sequence[Rung], due: date, before: Reached | None, closed: Container[date], timezone: str
) -> datetime | None:
    """The instant at which a further rung is reached; it may have passed. None at the top."""
    further = above(ladder, before)
    return start_of(day_of(further[0], due, closed), timezone) if further else None


def passed(ladder: Sequence[Rung], start: Code | None, end: Code) -> tuple[Rung, ...]:
    """The rungs climbed from `start` (not with it; None: from the ground) to `end` (with it). Where the settings no longer
    have `start`, the last rung alone."""
    codes = [rung.code for rung in ladder]
    last = codes.index(end) + 1 if end in codes else 0
    first = codes.index(start) + 1 if start in codes else last - 1
    return tuple(ladder[:last] if start is None else ladder[max(first, 0) : last])


def above(ladder: Sequence[Rung], before: Reached | None) -> list[Rung]:
    return [rung for rung in ladder if before is None or rung.after > before.after]


def day_of(rung: Rung, due: date, closed: Container[date]) -> date:
    return add_working_days(due, rung.after, closed)
