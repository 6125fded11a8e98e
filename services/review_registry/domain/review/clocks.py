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
from services.review_registry.domain.review.state import MissedClock, Review, ReviewCourse, days_of


class ClockState(StrEnum):
    RUNNING = "running"
    MET = "met"
    MET_LATE = "met-late"
    OVERDUE = "overdue"
    ENDED = "ended"
    """The review was closed or ended while the clock was running."""


STOPPED = (ClockState.MET, ClockState.MET_LATE)


class ReviewClock(Value):
    """A clock and its state on one day."""

    clock: Code
    due: date
    state: ClockState
    source: str


def review_clocks(review: ReviewCourse, given: Given) -> list[ReviewClock]:
    """Returns the review's clocks today."""
    codes = type_of(review, given.framework).clocks
    found = running_clocks(codes, days_of(review), given.framework, given.today, given.holidays)
    if review.is_open:
        return found
    return [each if each.state in STOPPED else each.model_copy(update={"state": ClockState.ENDED}) for each in found]


def running_clocks(
    codes: tuple[str, ...],
    days: Mapping[str, date],
    framework: Framework,
    today: date,
    holidays: Container[date],
) -> list[ReviewClock]:
    """Returns each of these clocks whose trigger has happened. `days` holds the day of each moment."""
    started = [framework.clock(code) for code in codes if framework.clock(code).starts in days]
    clocks = []
    for clock in started:
        due = due_date(clock, days[clock.starts], holidays)
        state = _state(due, days.get(clock.stops), today)
        clocks.append(ReviewClock(clock=clock.code, due=due, state=state, source=clock.source))
    return clocks


def is_missed(review: Review, clock: ReviewClock) -> bool:
    """Returns whether `StatutoryClockMissed` was emitted for this clock and due date."""
    return any((each.clock, each.due) == (clock.clock, clock.due) for each in review.missed)


def missed(review: Review, clock: ReviewClock, framework: Framework) -> MissedClock:
    """Returns the record of a clock that has passed its due date."""
    rule = framework.clock(clock.clock)
    return MissedClock(
        clock=clock.clock, due=clock.due, starts=rule.starts, started_on=days_of(review)[rule.starts], stops=rule.stops
    )


def _state(due: date, met: date | None, today: date) -> ClockState:
    if met is not None:
        return ClockState.MET if met <= due else ClockState.MET_LATE
    return ClockState.OVERDUE if today > due else ClockState.RUNNING
