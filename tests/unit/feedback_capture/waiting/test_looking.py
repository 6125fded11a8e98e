"""Feedback that waits is reported by the clock, rung by rung (FC5)."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from contracts.events.feedback_capture import FeedbackUnanswered, FeedbackUncoded
from contracts.vocabulary.feedback import SourceGroup
from services.feedback_capture.domain.waiting.looking import alarm, look, ring
from services.feedback_capture.domain.waiting.state import Waiting, waiting_for
from tests.builders.feedback_surveys import FRAMEWORK, at

SAID = date(2026, 1, 1)
RULES = FRAMEWORK.feedback
ON_A_THEME = waiting_for("neglect", "school", SourceGroup.CHILD)
UNCODED = waiting_for(None, "school", SourceGroup.CHILD)
DAYS = {"neglect": RULES.reply_days, None: RULES.coding_days}


def noon(days: int) -> datetime:
    return datetime.combine(SAID + timedelta(days=days), time(12), UTC)


def rungs(waiting: Waiting, days: list[int], oldest: date | None = SAID) -> list[int]:
    """Returns the rungs that are reported, if someone looks after so many days."""
    reported = []
    for each in days:
        decided = look(waiting, at(noon(each)), oldest)
        waiting = decided.state
        reported += [event.rung for event in decided.events if isinstance(event, FeedbackUnanswered | FeedbackUncoded)]
    return reported


@pytest.mark.parametrize("waiting", [ON_A_THEME, UNCODED], ids=["unanswered", "uncoded"])
def test_each_rung_is_reported_once_from_the_day_after_it_is_late(waiting: Waiting) -> None:
    due, step = DAYS[waiting.theme], RULES.chase_days
    assert rungs(waiting, [0, due]) == []
    assert rungs(waiting, [due, due + 1, due + 2, due + step]) == [1]
    assert rungs(waiting, list(range(due + 3 * step + 2))) == [1, 2, 3, 4]
    assert rungs(waiting, [due + 1 + 2 * step]) == [3], "an outage skips the rungs that it missed"


def test_report_names_its_rung_and_no_day_of_what_was_said() -> None:
    late = [look(each, at(noon(DAYS[each.theme] + 1)), SAID).events for each in (ON_A_THEME, UNCODED)]
    links = [f"https://feedback.example/late-feedback/{each.id}" for each in (ON_A_THEME, UNCODED)]
    assert late == [
        (FeedbackUnanswered(waiting=ON_A_THEME.id, days=RULES.reply_days, rung=1, link=links[0]),),
        (FeedbackUncoded(waiting=UNCODED.id, days=RULES.coding_days, rung=1, link=links[1]),),
    ]


def test_clock_looks_on_the_first_late_day_and_then_daily() -> None:
    state = look(ON_A_THEME, at(noon(3)), SAID).state
    assert state.look_on == SAID + timedelta(days=RULES.reply_days + 1)
    assert alarm(state, at()) == datetime.combine(state.look_on, time(0), UTC)
    late = look(state, at(noon(RULES.reply_days + 1)), SAID).state
    assert late.look_on == SAID + timedelta(days=RULES.reply_days + 2)
    assert ring(late, at(noon(RULES.reply_days + 1))).state == late
    assert ring(late, at(noon(RULES.reply_days + 5))).state.look_on == SAID + timedelta(days=RULES.reply_days + 6)


def test_nothing_is_late_once_nothing_waits_and_the_next_wait_begins_again() -> None:
    late = look(ON_A_THEME, at(noon(100)), SAID).state
    assert late.rung == 2
    ended = look(late, at(noon(101)), None)
    assert (ended.state.since, ended.state.rung, alarm(ended.state, at()), ended.events) == (None, 0, None, ())
    again = SAID + timedelta(days=50)
    assert rungs(ended.state, [50 + RULES.reply_days, 51 + RULES.reply_days], again) == [1]
