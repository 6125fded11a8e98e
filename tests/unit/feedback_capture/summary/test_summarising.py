"""A quarter adds up what its surveys published, and nothing else (FC3, FC4)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from contracts.events.feedback_capture import FeedbackSummarised
from services.chassis.rules.calendar import add_months, month_end
from services.feedback_capture.domain.period import first_day
from services.feedback_capture.domain.results import Published
from services.feedback_capture.domain.summary.state import Summary, summary_id
from services.feedback_capture.domain.summary.summarising import (
    QuarterFeedback,
    SummariseFeedback,
    closing_from,
    summarise_feedback,
)
from services.feedback_capture.domain.survey.counting import MONTHS_AFTER
from services.feedback_capture.domain.survey.state import Survey
from tests.builders.feedback_surveys import at, survey
from tests.builders.refusals import codes

AFTER = datetime(2026, 10, 5, 9, tzinfo=UTC)
QUARTER = SummariseFeedback(period="2026-q3")
JUNE, JULY, SEPTEMBER, OCTOBER = date(2026, 6, 30), date(2026, 7, 31), date(2026, 9, 30), date(2026, 10, 31)


def counted(*published: tuple[date, dict[str, int]], service: str = "school") -> Survey:
    lines = tuple(Published(to=to, themes=themes) for to, themes in published)
    return survey(service=service).model_copy(update={"published": lines})


def summarised(*surveys: Survey) -> Summary:
    return summarise_feedback(None, QUARTER, at(AFTER), QuarterFeedback(surveys)).state


def counts(summary: Summary) -> dict[tuple[str, str], int]:
    return {(each.service, each.theme): each.count for each in summary.lines}


def test_summary_emits_the_published_counts() -> None:
    heard = QuarterFeedback((counted((SEPTEMBER, {"neglect": 5})), counted((SEPTEMBER, {"neglect": 10}), service="health")))
    decided = summarise_feedback(None, QUARTER, at(AFTER, id_=summary_id("2026-q3")), heard)
    told = [event for event in decided.events if isinstance(event, FeedbackSummarised)]
    assert [(each.service, each.theme, each.count) for each in told] == [("health", "neglect", 10), ("school", "neglect", 5)]
    assert {each.summary for each in told} == {summary_id("2026-q3")}
    assert len(told) == len(decided.events)


def test_summary_adds_up_the_surveys_of_a_service() -> None:
    assert counts(summarised(*[counted((SEPTEMBER, {"neglect": 5}))] * 3)) == {("school", "neglect"): 15}


def test_summary_holds_what_was_published_within_the_quarter() -> None:
    """Results of ten less a summary of five leave five, and never three."""
    long = counted((JUNE, {"neglect": 5}), (JULY, {"neglect": 5}), (SEPTEMBER, {"neglect": 10}), (OCTOBER, {"neglect": 25}))
    assert counts(summarised(long)) == {("school", "neglect"): 5}
    assert counts(summarised(counted((JUNE, {"neglect": 5}), (SEPTEMBER, {"neglect": 5})))) == {}


def test_summary_waits_until_every_survey_is_counted() -> None:
    behind = counted((JULY, {"neglect": 5})).model_copy(update={"closes": SEPTEMBER})
    assert codes(summarise_feedback, None, QUARTER, at(AFTER), QuarterFeedback((behind,))) == ["summary/not-counted"]
    over = behind.model_copy(update={"closes": date(2026, 4, 1)})
    assert counts(summarised(over)) == {("school", "neglect"): 5}


@given(st.dates(date(2025, 1, 1), date(2027, 12, 31)))
def test_survey_that_closes_too_early_to_count_in_a_quarter_is_not_read(closes: date) -> None:
    """The last month that counts ends before the quarter begins."""
    last_month = month_end(add_months(closes, MONTHS_AFTER))
    assert (closes >= closing_from(QUARTER.period)) == (last_month >= first_day(QUARTER.period))


def test_quarter_is_summarised_once_after_it_ends() -> None:
    last = datetime(2026, 9, 30, 22, 59, tzinfo=UTC)  # a minute before midnight, in summer time
    assert codes(summarise_feedback, None, QUARTER, at(last), QuarterFeedback(())) == ["summary/not-over"]
    assert summarise_feedback(None, QUARTER, at(last + timedelta(minutes=1)), QuarterFeedback(())).state.lines == ()
    assert codes(summarise_feedback, summarised(), QUARTER, at(AFTER), QuarterFeedback(())) == ["summary/made-already"]


@pytest.mark.parametrize("period", ["2026", "2026-q5", "2026-Q3", "26-q3", "2026-q03"])
def test_summary_is_refused_for_anything_but_a_quarter(period: str) -> None:
    with pytest.raises(ValidationError):
        SummariseFeedback(period=period)
