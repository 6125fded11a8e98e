"""Quarters of a year."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.vocabulary.feedback import SourceGroup
from services.chassis.rules.decisions import derived
from services.feedback_capture.domain.period import first_day, last_day, period_of
from services.feedback_capture.domain.summary.state import Summary
from services.feedback_capture.domain.summary.summarising import (
    CodedResponse,
    QuarterFeedback,
    SummariseFeedback,
    summarise_feedback,
)
from tests.builders.feedback_surveys import at

AFTER = datetime(2026, 10, 5, 9, tzinfo=UTC)


DUE = datetime(2026, 11, 29, 23, 59, tzinfo=UTC)


"""The last minute of the sixtieth day after the quarter."""


QUARTER = SummariseFeedback(period="2026-q3")


def coded(times: int, *themes: str, survey: str = "a survey", service: str = "school") -> list[CodedResponse]:
    return [CodedResponse(derived(survey), SourceGroup.CHILD, service, themes)] * times


def summarised(*responses: CodedResponse, replied: frozenset[str] = frozenset()) -> Summary:
    return summarise_feedback(None, QUARTER, at(AFTER), QuarterFeedback(responses, replied)).state


@pytest.mark.parametrize(
    ("day", "period"),
    [("2026-01-01", "2026-q1"), ("2026-03-31", "2026-q1"), ("2026-04-01", "2026-q2"), ("2026-12-31", "2026-q4")],
)
def test_quarters_by_the_calendar(day: str, period: str) -> None:
    assert period_of(date.fromisoformat(day)) == period


@given(st.dates(date(2000, 1, 1), date(2098, 12, 31)))
def test_every_day_is_in_one_quarter_and_none_overlap(day: date) -> None:
    period = period_of(day)
    assert first_day(period) <= day <= last_day(period)
    assert period_of(last_day(period) + timedelta(days=1)) != period
    assert first_day(period_of(last_day(period) + timedelta(days=1))) == last_day(period) + timedelta(days=1)
