"""Clocks run from their triggers, with due dates in their own unit (RR1)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from contracts.framework.bank_holidays import closed_days
from local.partnership import FRAMEWORK
from services.chassis.rules.calendar import end_of
from services.review_registry.domain.review.chasing import alarm
from services.review_registry.domain.review.clocks import ClockState, review_clocks, running_clocks
from services.review_registry.domain.review.state import Review
from tests.builders.review_registry import CLOSED, given, opened, screened

DUE = date(2026, 9, 2)
"""Six months from the screening on 2 March 2026."""


END = end_of(DUE, "Europe/London")


def shown_at(now: datetime, review: Review | None = None) -> list[tuple[str, date, ClockState]]:
    return [(each.clock, each.due, each.state) for each in review_clocks(review or screened(), given(now=now))]


def state_of(days: dict[str, date], today: date) -> ClockState:
    (clock,) = running_clocks(("lcspr-complete-publish",), days, FRAMEWORK, today, CLOSED)
    return clock.state


def test_no_clock_runs_before_its_trigger() -> None:
    assert shown_at(END, opened()) == []
    assert alarm(opened(), given()) is None


def test_clock_is_overdue_from_the_end_of_its_day() -> None:
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
def test_clock_is_running_met_met_late_or_overdue(published: date | None, today: date, state: ClockState) -> None:
    days = {"initiated": date(2026, 3, 2)} | ({"published": published} if published else {})
    assert state_of(days, today) is state


@pytest.mark.parametrize(
    ("code", "trigger", "started", "due"),
    [
        ("notify-panel", "aware", date(2026, 4, 1), date(2026, 4, 10)),
        ("rapid-review-complete", "notification-sent", date(2026, 12, 21), date(2027, 1, 14)),
        ("lcspr-complete-publish", "initiated", date(2025, 8, 31), date(2026, 2, 28)),
        ("cdop-review", "information-complete", date(2026, 1, 1), date(2026, 2, 12)),
    ],
    ids=["over Easter", "over Christmas", "to the end of February", "calendar days"],
)
def test_due_date_follows_the_unit_of_the_clock(code: str, trigger: str, started: date, due: date) -> None:
    (clock,) = running_clocks((code,), {trigger: started}, FRAMEWORK, started, CLOSED)
    assert clock.due == due


def test_local_holiday_is_no_working_day() -> None:
    calendar = FRAMEWORK.calendar.model_copy(update={"also_closed": (date(2026, 3, 3),)})
    (clock,) = running_clocks(("notify-panel",), {"aware": date(2026, 3, 2)}, FRAMEWORK, DUE, closed_days(calendar))
    assert clock.due == date(2026, 3, 10)
