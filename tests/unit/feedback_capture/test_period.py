"""Quarters of a year."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.feedback_capture.domain.period import first_day, last_day, period_of


@pytest.mark.parametrize(
    ("day", "period"),
    [("2026-01-01", "2026-q1"), ("2026-03-31", "2026-q1"), ("2026-04-01", "2026-q2"), ("2026-12-31", "2026-q4")],
)
def test_period_of_a_day(day: str, period: str) -> None:
    assert period_of(date.fromisoformat(day)) == period


@given(st.dates(date(2000, 1, 1), date(2098, 12, 31)))
def test_quarters_cover_every_day_once(day: date) -> None:
    period = period_of(day)
    assert first_day(period) <= day <= last_day(period)
    assert period_of(last_day(period) + timedelta(days=1)) != period
    assert first_day(period_of(last_day(period) + timedelta(days=1))) == last_day(period) + timedelta(days=1)
