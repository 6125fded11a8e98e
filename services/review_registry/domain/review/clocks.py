"""The clocks of a review, with due dates from the triggers that the framework names (RR1)."""

from collections.abc import Container, Mapping
from datetime import date
from enum import StrEnum

from contracts.framework.document import Framework
from contracts.vocabulary.types import Code
from services.chassis.rules.calendar import due_date
from services.chassis.rules.decisions import Given
from services.chassis.rules.values import Value
from services.review_registry.domain.review.guards import type_of
from services.review_registry.domain.review.state import Review


class ClockState(StrEnum):
    RUNNING = "running"
    MET = "met"
    MET_LATE = "met-late"
    OVERDUE = "overdue"


STOPPED = (ClockState.MET, ClockState.MET_LATE)


class ReviewClock(Value):
    """A clock and its state on one day."""

    clock: Code
    due: date
    state: ClockState
    source: str


def review_clocks(review: Review, given: Given) -> list[ReviewClock]:
    """Returns the review's clocks today."""
    codes = type_of(review, given.framework).clocks
    return running_clocks(codes, review.triggers, given.framework, given.today, given.holidays)


def running_clocks(
    codes: tuple[str, ...],
    triggers: Mapping[str, date],
    framework: Framework,
    today: date,
    holidays: Container[date],
) -> list[ReviewClock]:
    """Returns each of these clocks whose trigger has happened. `triggers` holds the day of each."""
    started = [framework.clock(code) for code in codes if framework.clock(code).starts in triggers]
    clocks = []
    for clock in started:
        due = due_date(clock, triggers[clock.starts], holidays)
        state = _state(due, triggers.get(clock.stops), today)
        clocks.append(ReviewClock(clock=clock.code, due=due, state=state, source=clock.source))
    return clocks


def _state(due: date, met: date | None, today: date) -> ClockState:
    if met is not None:
        return ClockState.MET if met <= due else ClockState.MET_LATE
    return ClockState.OVERDUE if today > due else ClockState.RUNNING
