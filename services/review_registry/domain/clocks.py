"""The clocks that a review runs under (RR1; domain.md 1c): due dates from the triggers that the settings name."""

from collections.abc import Container, Mapping
from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from contracts.framework.document import Framework
from contracts.vocabulary.types import Code
from services.chassis.rules.calendar import due_date


class ClockState(StrEnum):
    RUNNING = "running"
    MET = "met"
    MET_LATE = "met-late"
    OVERDUE = "overdue"


class ReviewClock(BaseModel):
    """A clock as it stands on a day."""

    model_config = ConfigDict(frozen=True)

    clock: Code
    due: date
    state: ClockState
    source: str


def running_clocks(
    codes: tuple[str, ...], triggers: Mapping[str, date], framework: Framework, today: date, closed: Container[date]
) -> list[ReviewClock]:
    """Every clock of the type whose trigger has happened. `triggers` says on which day each did."""
    started = [framework.clock(code) for code in codes if framework.clock(code).starts in triggers]
    clocks = []
    for clock in started:
        due = due_date(clock, triggers[clock.starts], closed)
        state = _state(due, triggers.get(clock.stops), today)
        clocks.append(ReviewClock(clock=clock.code, due=due, state=state, source=clock.source))
    return clocks


def _state(due: date, met: date | None, today: date) -> ClockState:
    if met is not None:
        return ClockState.MET if met <= due else ClockState.MET_LATE
    return ClockState.OVERDUE if today > due else ClockState.RUNNING
