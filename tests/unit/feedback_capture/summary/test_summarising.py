"""FC3, FC4, FC5: quarters are counted once, small counts are told to nobody, and a theme that nobody answers is told once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from contracts.events.feedback_capture import FeedbackSummarised, FeedbackUnanswered
from contracts.vocabulary.feedback import SourceGroup
from services.chassis.rules.decisions import derived
from services.feedback_capture.domain.period import first_day, last_day, period_of
from services.feedback_capture.domain.summary import (
    Coded,
    Heard,
    SummariseFeedback,
    Summary,
    alarm,
    cover_theme,
    keys,
    lines,
    ring,
    summarise_feedback,
    summary_id,
)
from tests.unit.feedback_capture.hearing import at
from tests.unit.review_registry.refusals import codes

AFTER = datetime(2026, 10, 5, 9, tzinfo=UTC)
DUE = datetime(2026, 11, 29, 23, 59, tzinfo=UTC)
"""The last minute of the sixtieth day after the quarter."""
QUARTER = SummariseFeedback(period="2026-q3")


def coded(times: int, *themes: str, survey: str = "a survey", service: str = "school") -> list[Coded]:
    return [Coded(derived(survey), SourceGroup.CHILD, service, themes)] * times


def summarised(*responses: Coded, replied: frozenset[str] = frozenset()) -> Summary:
    return summarise_feedback(None, QUARTER, at(AFTER), Heard(responses, replied)).state


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


def test_it_tells_what_reaches_the_threshold_and_no_more() -> None:
    heard = Heard((*coded(5, "neglect"), *coded(4, "information-sharing"), *coded(5, "neglect", service="health")))
    decided = summarise_feedback(None, QUARTER, at(AFTER, id_=summary_id("2026-q3")), heard)
    told = [event for event in decided.events if isinstance(event, FeedbackSummarised)]
    assert [(each.service, each.theme, each.count) for each in told] == [("health", "neglect", 5), ("school", "neglect", 5)]
    assert {each.summary for each in told} == {summary_id("2026-q3")}
    assert len(told) == len(decided.events)


def test_a_response_on_two_themes_counts_for_both() -> None:
    assert [(each.theme, each.count) for each in summarised(*coded(6, "neglect", "information-sharing")).lines] == [
        ("information-sharing", 6),
        ("neglect", 6),
    ]


def test_a_count_is_kept_back_where_a_survey_shows_the_rest_of_it() -> None:
    """Seven together, of which one survey shows five: two would be left."""
    assert summarised(*coded(5, "neglect"), *coded(2, "neglect", survey="another")).lines == ()
    assert [each.count for each in summarised(*coded(5, "neglect"), *coded(6, "neglect", survey="another")).lines] == [11]


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["neglect", "information-sharing"])), max_size=40))
def test_nothing_small_is_ever_told(said: list[tuple[str, str]]) -> None:
    responses = [Coded(derived(survey), SourceGroup.CHILD, "school", (theme,)) for survey, theme in said]
    for line in lines(responses, 5):
        parts = [sum(each == (survey, line.theme) for each in said) for survey in "ab"]
        assert line.count == sum(parts) >= 5
        assert not any(0 < part < 5 for part in parts)


def test_a_quarter_is_summarised_when_it_is_over_and_once() -> None:
    last = datetime(2026, 9, 30, 22, 59, tzinfo=UTC)  # a minute before midnight, in summer time
    assert codes(summarise_feedback, None, QUARTER, at(last), Heard(())) == ["summary/not-over"]
    assert summarise_feedback(None, QUARTER, at(last + timedelta(minutes=1)), Heard(())).state.lines == ()
    assert codes(summarise_feedback, summarised(), QUARTER, at(AFTER), Heard(())) == ["summary/made-already"]


@pytest.mark.parametrize("period", ["2026", "2026-q5", "2026-Q3", "26-q3", "2026-q03"])
def test_a_period_is_a_quarter(period: str) -> None:
    with pytest.raises(ValidationError):
        SummariseFeedback(period=period)


def test_what_nobody_answered_is_told_once_after_its_days() -> None:
    state = summarised(*coded(1, "neglect"), *coded(9, "information-sharing"))
    assert alarm(state, at(AFTER)) == DUE + timedelta(minutes=1)
    assert ring(state, at(DUE)).state == state
    decided = ring(state, at(DUE + timedelta(minutes=1)))
    told = [event for event in decided.events if isinstance(event, FeedbackUnanswered)]
    assert [(each.theme, each.age_days) for each in told] == [("information-sharing", 61), ("neglect", 61)]
    assert alarm(decided.state, at(DUE)) is None
    assert ring(decided.state, at(DUE + timedelta(days=99))).events == ()


def test_a_reply_covers_its_theme() -> None:
    state = summarised(*coded(5, "neglect"), *coded(5, "information-sharing"))
    covered = cover_theme(state, "neglect", at()).state
    assert (covered.waiting, keys(covered)["waiting"]) == (("information-sharing",), ["information-sharing"])
    told = ring(covered, at(DUE + timedelta(days=5))).events
    assert [each.theme for each in told if isinstance(each, FeedbackUnanswered)] == ["information-sharing"]
    assert alarm(cover_theme(covered, "information-sharing", at()).state, at()) is None


def test_what_was_replied_before_the_summary_does_not_wait() -> None:
    state = summarised(*coded(5, "neglect"), replied=frozenset({"neglect"}))
    assert (state.waiting, alarm(state, at(AFTER))) == ((), None)
    assert [each.theme for each in state.lines] == ["neglect"]
