"""The answers of a survey are counted by the clock, when a month has closed (FC4)."""

from datetime import UTC, date, datetime, timedelta

from services.feedback_capture.domain.response.coding import CodeResponse, code_response
from services.feedback_capture.domain.response.state import Response
from services.feedback_capture.domain.results import tallied
from services.feedback_capture.domain.survey.counting import PATIENCE, alarm, counted_to, next_close, record_counts, ring
from services.feedback_capture.domain.survey.state import Survey
from tests.builders.feedback_surveys import NOW, at, responded, survey

MARCH_ENDS = datetime(2026, 3, 31, 23, tzinfo=UTC)
"""Midnight in summer time."""


def coded(times: int, on: datetime = NOW) -> list[Response]:
    return [code_response(responded(), CodeResponse(themes=("neglect",)), at(on)).state] * times


def counted(state: Survey, responses: list[Response], now: datetime = MARCH_ENDS) -> Survey:
    to = next_close(state)
    assert to
    return record_counts(ring(state, at(now)).state, at(now), to, tallied(responses, to)).state


def test_survey_is_counted_when_its_month_has_ended() -> None:
    assert alarm(survey(), at()) == MARCH_ENDS
    assert ring(survey(), at(MARCH_ENDS - timedelta(seconds=1))).state == survey()
    after = counted(survey(), coded(5))
    assert [(each.to, each.themes) for each in after.published] == [(date(2026, 3, 31), {"neglect": 5})]
    assert (after.counting_since, alarm(after, at(MARCH_ENDS))) == (None, datetime(2026, 4, 30, 23, tzinfo=UTC))


def test_results_do_not_move_within_a_month() -> None:
    after = counted(survey(), coded(5))
    april = date(2026, 4, 30)
    assert record_counts(after, at(MARCH_ENDS), april, tallied(coded(20), april)).state == after
    assert ring(after, at(MARCH_ENDS + timedelta(days=20))).state == after


def test_lost_count_starts_again() -> None:
    started = ring(survey(), at(MARCH_ENDS)).state
    assert alarm(started, at(MARCH_ENDS)) == MARCH_ENDS + PATIENCE
    again = ring(started, at(MARCH_ENDS + PATIENCE)).state
    assert again.counting_since == MARCH_ENDS + PATIENCE


def test_count_that_comes_late_is_not_taken_for_the_next_month() -> None:
    """A process counted March so slowly that another one has recorded it, and counts April."""
    march = date(2026, 3, 31)
    april = ring(counted(survey(), coded(5)), at(datetime(2026, 4, 30, 23, tzinfo=UTC))).state
    assert april.counting_since
    assert record_counts(april, at(april.counting_since), march, tallied(coded(5), march)).state == april


def test_months_follow_one_by_one_after_an_outage() -> None:
    late = datetime(2026, 5, 20, 9, tzinfo=UTC)
    responses = [*coded(5), *coded(5, datetime(2026, 4, 9, 9, tzinfo=UTC)), *coded(5, late)]
    once = counted(survey(), responses, late)
    twice = counted(once, responses, late)
    assert [each.themes["neglect"] for each in twice.published] == [5, 10]
    assert ring(twice, at(late)).state == twice


def test_counting_ends_three_months_after_the_closing_month() -> None:
    state, now = survey(), MARCH_ENDS
    while close := next_close(state):
        now = datetime(close.year, close.month, close.day, 23, tzinfo=UTC) + timedelta(hours=2)
        state = counted(state, [], now)
    assert counted_to(state) == date(2026, 6, 30)
    assert alarm(state, at(now)) is None
