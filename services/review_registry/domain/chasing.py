"""What time alone does to a review: a clock passes its due date unmet, and that is told once (RR1)."""

from datetime import datetime

from contracts.review_registry import StatutoryClockMissed
from services.chassis.calendar import end_of
from services.chassis.decisions import Decided, Given
from services.review_registry.domain.clocks import ClockState, ReviewClock, running_clocks
from services.review_registry.domain.review import Review, type_of


def review_clocks(review: Review, given: Given) -> list[ReviewClock]:
    """The review's clocks as they stand today."""
    codes = type_of(review, given.framework).clocks
    return running_clocks(codes, review.triggers, given.framework, given.today, given.closed)


def alarm(review: Review, given: Given) -> datetime | None:
    """The end of the next due date that has not been told of."""
    waiting = [
        clock.due
        for clock in review_clocks(review, given)
        if clock.state in (ClockState.RUNNING, ClockState.OVERDUE) and clock.clock not in review.missed
    ]
    return end_of(min(waiting), given.framework.partnership.timezone) if waiting else None


def ring(review: Review, given: Given) -> Decided[Review]:
    """Tells of every clock that has passed its due date unmet, once each."""
    passed = [
        clock
        for clock in review_clocks(review, given)
        if clock.state is ClockState.OVERDUE and clock.clock not in review.missed
    ]
    events = tuple(StatutoryClockMissed(review=review.id, clock=clock.clock, due=clock.due) for clock in passed)
    return Decided(review.model_copy(update={"missed": review.missed + tuple(clock.clock for clock in passed)}), events)
