"""RR1, domain.md 1c: clocks from their triggers; passing due is told once, however late and however often time is looked at."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given as any_
from hypothesis import strategies as st

from contracts.events.event import Event
from contracts.events.review_registry import StatutoryClockMissed
from contracts.framework.bank_holidays import closed_days
from local.partnership import FRAMEWORK
from services.chassis.rules.calendar import end_of
from services.review_registry.domain.review.chasing import alarm, ring
from services.review_registry.domain.review.clocks import ClockState, review_clocks, running_clocks
from services.review_registry.domain.review.state import Review
from tests.builders.review_registry import CLOSED, ID, given, opened, screened

DUE = date(2026, 9, 2)
"""Six months from the screening on 2 March 2026."""
END = end_of(DUE, "Europe/London")
MISSED = StatutoryClockMissed(review=ID, clock="lcspr-complete-publish", due=DUE)
moments = st.datetimes(datetime(2026, 3, 2, 11), datetime(2029, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds it


def shown_at(now: datetime, review: Review | None = None) -> list[tuple[str, date, ClockState]]:
    return [(each.clock, each.due, each.state) for each in review_clocks(review or screened(), given(now=now))]


def state_of(triggers: dict[str, date], today: date) -> ClockState:
    (clock,) = running_clocks(("lcspr-complete-publish",), triggers, FRAMEWORK, today, CLOSED)
    return clock.state


def test_no_clock_runs_before_its_trigger() -> None:
    assert shown_at(END, opened()) == []
    assert alarm(opened(), given()) is None


def test_a_deadline_is_the_end_of_its_day_where_the_partnership_is() -> None:
    assert datetime(2026, 9, 2, 23, tzinfo=UTC) == END, "which is midnight in summer time"
    assert shown_at(END - timedelta(milliseconds=1)) == [("lcspr-complete-publish", DUE, ClockState.RUNNING)]
    assert shown_at(END) == [("lcspr-complete-publish", DUE, ClockState.OVERDUE)]
    assert alarm(screened(), given()) == END


@pytest.mark.parametrize(
    ("published", "today", "state"),
    [
        (None, DUE, ClockState.RUNNING),
        (None, DUE + timedelta(days=1), ClockState.OVERDUE),
        (DUE, DUE, ClockState.MET),
        (DUE, DUE + timedelta(days=500), ClockState.MET),
        (DUE + timedelta(days=1), DUE + timedelta(days=1), ClockState.MET_LATE),
    ],
)
def test_a_clock_is_running_met_met_late_or_overdue(published: date | None, today: date, state: ClockState) -> None:
    triggers = {"screened": date(2026, 3, 2)} | ({"published": published} if published else {})
    assert state_of(triggers, today) is state


@pytest.mark.parametrize(
    ("code", "trigger", "started", "due"),
    [
        ("notify-panel", "aware", date(2026, 4, 1), date(2026, 4, 10)),
        ("rapid-review-complete", "notification-sent", date(2026, 12, 21), date(2027, 1, 14)),
        ("lcspr-complete-publish", "screened", date(2025, 8, 31), date(2026, 2, 28)),
        ("cdop-review", "information-complete", date(2026, 1, 1), date(2026, 2, 12)),
    ],
    ids=["over Easter", "over Christmas", "to the end of February", "calendar days"],
)
def test_due_is_worked_out_in_the_unit_of_the_clock(code: str, trigger: str, started: date, due: date) -> None:
    (clock,) = running_clocks((code,), {trigger: started}, FRAMEWORK, started, CLOSED)
    assert clock.due == due


def test_a_local_closed_day_counts_as_none() -> None:
    calendar = FRAMEWORK.calendar.model_copy(update={"also_closed": (date(2026, 3, 3),)})
    (clock,) = running_clocks(("notify-panel",), {"aware": date(2026, 3, 2)}, FRAMEWORK, DUE, closed_days(calendar))
    assert clock.due == date(2026, 3, 10)


@any_(moments)
def test_it_rings_exactly_when_due_has_passed(now: datetime) -> None:
    assert ring(screened(), given(now=now)).events == ((MISSED,) if now >= END else ())


@any_(st.lists(moments, max_size=6).map(sorted))
def test_it_is_told_once_however_often_and_however_late(instants: list[datetime]) -> None:
    review = screened()
    told: list[Event] = []
    for now in instants:
        decided = ring(review, given(now=now))
        review, told = decided.state, [*told, *decided.events]
    assert told == ([MISSED] if instants and instants[-1] >= END else [])


@any_(moments)
def test_after_a_ring_the_alarm_lies_ahead_or_there_is_none(now: datetime) -> None:
    """Otherwise the sweep would ring for ever."""
    later = given(now=now)
    next_alarm = alarm(ring(screened(), later).state, later)
    assert next_alarm is None or next_alarm > now


@any_(moments)
def test_a_ring_before_the_alarm_changes_nothing(now: datetime) -> None:
    review = screened()
    due = alarm(review, given(now=now))
    if due is None or now < due:
        assert ring(review, given(now=now)).state == review


def test_a_clock_that_is_met_rings_no_more() -> None:
    published = screened().model_copy(update={"triggers": screened().triggers | {"published": DUE}})
    assert alarm(published, given(now=END)) is None
    assert ring(published, given(now=END)).events == ()


def test_a_type_without_clocks_has_no_alarm() -> None:
    assert alarm(screened("near-miss-review"), given()) is None
