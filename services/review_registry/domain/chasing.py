"""What time alone does to a review: a clock passes its due date unmet, a hold is to be looked at again (RR1, RR5)."""

from datetime import datetime

from contracts.events.review_registry import StatutoryClockMissed
from services.chassis.rules.calendar import end_of, start_of
from services.chassis.rules.decisions import Decided, Given
from services.review_registry.domain import holds
from services.review_registry.domain.clocks import ClockState, ReviewClock, running_clocks
from services.review_registry.domain.review import Review
from services.review_registry.domain.stages import type_of


def review_clocks(review: Review, given: Given) -> list[ReviewClock]:
    """The review's clocks as they stand today."""
    codes = type_of(review, given.framework).clocks
    return running_clocks(codes, review.triggers, given.framework, given.today, given.holidays)


def alarm(review: Review, given: Given) -> datetime | None:
    """The end of the next due date, or the day to look at a hold again, that has not been told of; none once it is closed."""
    if review.closed_on:
        return None
    waiting = [
        clock.due
        for clock in review_clocks(review, given)
        if clock.state in (ClockState.RUNNING, ClockState.OVERDUE) and clock.clock not in review.missed
    ]
    zone = given.framework.partnership.timezone
    instants = [end_of(due, zone) for due in waiting] + [start_of(day, zone) for day in holds.waiting(review)]
    return min(instants, default=None)


def ring(review: Review, given: Given) -> Decided[Review]:
    """Tells of every clock that has passed its due date unmet, and of every hold whose day has come, once each."""
    passed = [
        clock
        for clock in review_clocks(review, given)
        if clock.state is ClockState.OVERDUE and clock.clock not in review.missed
    ]
    events = tuple(StatutoryClockMissed(review=review.id, clock=clock.clock, due=clock.due) for clock in passed)
    held, due = holds.come_up(review, given.today)
    missed = review.missed + tuple(clock.clock for clock in passed)
    return Decided(review.model_copy(update={"missed": missed, "holds": held}), (*events, *due))
