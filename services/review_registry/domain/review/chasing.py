"""The effect of time alone: a clock passes its due date, or the review date of a hold arrives (RR1, RR5)."""

from collections.abc import Sequence
from datetime import datetime

from contracts.events.review_registry import HoldReviewDue, StatutoryClockMissed
from services.chassis.rules.calendar import end_of, start_of
from services.chassis.rules.decisions import Decided, Given
from services.review_registry.domain.review.clocks import ClockState, ReviewClock, is_missed, missed, review_clocks
from services.review_registry.domain.review.state import Review, holds_in_force


def alarm(review: Review, given: Given) -> datetime | None:
    """Returns the end of the next due date, or the start of a hold's review date.

    The clocks of a review that is closed or ended have stopped.
    """
    zone = given.framework.partnership.timezone
    due = [
        end_of(clock.due, zone)
        for clock in _running(review, given)
        if clock.state in (ClockState.RUNNING, ClockState.OVERDUE) and not is_missed(review, clock)
    ]
    holds = [start_of(each.review_on, zone) for each in holds_in_force(review) if not each.told]
    return min((*due, *holds), default=None)


def ring(review: Review, given: Given) -> Decided[Review]:
    """Emits one event for each clock that passed its due date, and for each hold whose review date has arrived."""
    passed = [clock for clock in _running(review, given) if clock.state is ClockState.OVERDUE and not is_missed(review, clock)]
    due = [each for each in holds_in_force(review) if not each.told and each.review_on <= given.today]
    holds = tuple(each.model_copy(update={"told": True}) if each in due else each for each in review.holds)
    told = (*review.missed, *(missed(review, clock, given.framework) for clock in passed))
    events = (
        *(StatutoryClockMissed(review=review.id, clock=clock.clock, due=clock.due) for clock in passed),
        *(HoldReviewDue(review=review.id, hold=each.id, kind=each.kind, due=each.review_on) for each in due),
    )
    return Decided(review.model_copy(update={"missed": told, "holds": holds}), events)


def _running(review: Review, given: Given) -> Sequence[ReviewClock]:
    return review_clocks(review, given) if review.is_open else ()
