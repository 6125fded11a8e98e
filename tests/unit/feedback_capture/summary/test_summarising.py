"""Quarters are counted once, and small counts are never published (FC3, FC4)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from contracts.events.feedback_capture import FeedbackSummarised
from contracts.vocabulary.feedback import SourceGroup
from services.chassis.rules.decisions import derived
from services.feedback_capture.domain.summary.state import Summary, summary_id
from services.feedback_capture.domain.summary.summarising import (
    CodedResponse,
    QuarterFeedback,
    SummariseFeedback,
    lines,
    summarise_feedback,
)
from tests.builders.feedback_surveys import at
from tests.builders.refusals import codes

AFTER = datetime(2026, 10, 5, 9, tzinfo=UTC)
QUARTER = SummariseFeedback(period="2026-q3")


def coded(times: int, *themes: str, survey: str = "a survey", service: str = "school") -> list[CodedResponse]:
    return [CodedResponse(derived(survey), SourceGroup.CHILD, service, themes)] * times


def summarised(*responses: CodedResponse, replied: frozenset[str] = frozenset()) -> Summary:
    return summarise_feedback(None, QUARTER, at(AFTER), QuarterFeedback(responses, replied)).state


def test_summary_emits_only_counts_that_reach_the_threshold() -> None:
    heard = QuarterFeedback((*coded(5, "neglect"), *coded(4, "information-sharing"), *coded(5, "neglect", service="health")))
    decided = summarise_feedback(None, QUARTER, at(AFTER, id_=summary_id("2026-q3")), heard)
    told = [event for event in decided.events if isinstance(event, FeedbackSummarised)]
    assert [(each.service, each.theme, each.count) for each in told] == [("health", "neglect", 5), ("school", "neglect", 5)]
    assert {each.summary for each in told} == {summary_id("2026-q3")}
    assert len(told) == len(decided.events)


def test_response_on_two_themes_counts_for_both() -> None:
    assert [(each.theme, each.count) for each in summarised(*coded(6, "neglect", "information-sharing")).lines] == [
        ("information-sharing", 6),
        ("neglect", 6),
    ]


def test_count_is_suppressed_when_a_survey_shows_the_rest_of_it() -> None:
    """Seven in all, of which one survey shows five, would leave two."""
    assert summarised(*coded(5, "neglect"), *coded(2, "neglect", survey="another")).lines == ()
    assert [each.count for each in summarised(*coded(5, "neglect"), *coded(6, "neglect", survey="another")).lines] == [11]


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["neglect", "information-sharing"])), max_size=40))
def test_summary_publishes_no_small_count(said: list[tuple[str, str]]) -> None:
    responses = [CodedResponse(derived(survey), SourceGroup.CHILD, "school", (theme,)) for survey, theme in said]
    for line in lines(responses, 5):
        parts = [sum(each == (survey, line.theme) for each in said) for survey in "ab"]
        assert line.count == sum(parts) >= 5
        assert not any(0 < part < 5 for part in parts)


def test_quarter_is_summarised_once_after_it_ends() -> None:
    last = datetime(2026, 9, 30, 22, 59, tzinfo=UTC)  # a minute before midnight, in summer time
    assert codes(summarise_feedback, None, QUARTER, at(last), QuarterFeedback(())) == ["summary/not-over"]
    assert summarise_feedback(None, QUARTER, at(last + timedelta(minutes=1)), QuarterFeedback(())).state.lines == ()
    assert codes(summarise_feedback, summarised(), QUARTER, at(AFTER), QuarterFeedback(())) == ["summary/made-already"]


@pytest.mark.parametrize("period", ["2026", "2026-q5", "2026-Q3", "26-q3", "2026-q03"])
def test_summary_is_refused_for_anything_but_a_quarter(period: str) -> None:
    with pytest.raises(ValidationError):
        SummariseFeedback(period=period)
