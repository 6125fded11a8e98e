"""Clocks run from their triggers, and a passed due date emits one event (RR1)."""

from datetime import UTC, date, datetime

from hypothesis import given as any_
from hypothesis import strategies as st

from contracts.events.event import Event
from contracts.events.review_registry import StatutoryClockMissed
from services.chassis.rules.calendar import end_of
from services.review_registry.domain.review.chasing import alarm, ring
from services.review_registry.domain.review.moments import with_moments
from tests.builders.review_registry import ID, given, screened

DUE = date(2026, 9, 2)
"""Six months from the screening on 2 March 2026."""


END = end_of(DUE, "Europe/London")


MISSED = StatutoryClockMissed(review=ID, clock="lcspr-complete-publish", due=DUE)


moments = st.datetimes(datetime(2026, 3, 2, 11), datetime(2029, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds it


@any_(moments)
def test_ring_emits_an_event_only_after_the_due_date(now: datetime) -> None:
    assert ring(screened(), given(now=now)).events == ((MISSED,) if now >= END else ())


@any_(st.lists(moments, max_size=6).map(sorted))
def test_missed_clock_emits_one_event_however_late(instants: list[datetime]) -> None:
    review = screened()
    told: list[Event] = []
    for now in instants:
        decided = ring(review, given(now=now))
        review, told = decided.state, [*told, *decided.events]
    assert told == ([MISSED] if instants and instants[-1] >= END else [])


@any_(moments)
def test_alarm_after_a_ring_is_in_the_future(now: datetime) -> None:
    """An alarm in the past would make the sweep ring for ever."""
    later = given(now=now)
    next_alarm = alarm(ring(screened(), later).state, later)
    assert next_alarm is None or next_alarm > now


@any_(moments)
def test_ring_before_the_alarm_changes_nothing(now: datetime) -> None:
    review = screened()
    due = alarm(review, given(now=now))
    if due is None or now < due:
        assert ring(review, given(now=now)).state == review


def test_met_clock_does_not_ring() -> None:
    published = with_moments(screened(), given(), {"published": DUE})
    assert alarm(published, given(now=END)) is None
    assert ring(published, given(now=END)).events == ()


def test_type_without_clocks_has_no_alarm() -> None:
    assert alarm(screened("near-miss-review"), given()) is None
