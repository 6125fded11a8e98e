"""Themes that await a reply (FC5)."""

from datetime import UTC, datetime, timedelta

from contracts.events.feedback_capture import FeedbackUnanswered
from services.feedback_capture.domain.summary.chasing import alarm, cover_theme, ring
from services.feedback_capture.domain.summary.state import Summary, keys
from services.feedback_capture.domain.summary.summarising import (
    QuarterFeedback,
    SummariseFeedback,
    summarise_feedback,
)
from tests.builders.feedback_surveys import at

AFTER = datetime(2026, 10, 5, 9, tzinfo=UTC)
DUE = datetime(2026, 11, 29, 23, 59, tzinfo=UTC)
"""The last minute of the sixtieth day after the quarter."""
QUARTER = SummariseFeedback(period="2026-q3")


def summarised(*themes: str, replied: frozenset[str] = frozenset()) -> Summary:
    return summarise_feedback(None, QUARTER, at(AFTER), QuarterFeedback((), frozenset(themes), replied)).state


def test_unanswered_theme_is_reported_once_after_its_days() -> None:
    state = summarised("neglect", "information-sharing")
    assert alarm(state, at(AFTER)) == DUE + timedelta(minutes=1)
    assert ring(state, at(DUE)).state == state
    decided = ring(state, at(DUE + timedelta(minutes=1)))
    told = [event for event in decided.events if isinstance(event, FeedbackUnanswered)]
    assert [(each.theme, each.age_days) for each in told] == [("information-sharing", 61), ("neglect", 61)]
    assert alarm(decided.state, at(DUE)) is None
    assert ring(decided.state, at(DUE + timedelta(days=99))).events == ()


def test_reply_covers_its_theme() -> None:
    state = summarised("neglect", "information-sharing")
    covered = cover_theme(state, "neglect", at()).state
    assert (covered.waiting, keys(covered)["waiting"]) == (("information-sharing",), ["information-sharing"])
    told = ring(covered, at(DUE + timedelta(days=5))).events
    assert [each.theme for each in told if isinstance(each, FeedbackUnanswered)] == ["information-sharing"]
    assert alarm(cover_theme(covered, "information-sharing", at()).state, at()) is None


def test_theme_does_not_wait_when_it_has_a_reply_already() -> None:
    state = summarised("neglect", replied=frozenset({"neglect"}))
    assert (state.waiting, alarm(state, at(AFTER))) == ((), None)
