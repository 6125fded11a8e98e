"""Words that no one has read in time are reported each working day, and no event speaks of one response (FC3)."""

from datetime import UTC, date, datetime

import pytest

from contracts.events.feedback_capture import FeedbackUnread
from services.chassis.rules.decisions import Given
from services.feedback_capture.domain.unread.chasing import alarm, expect, record_look, ring
from services.feedback_capture.domain.unread.state import Unread, unread_id
from tests.builders.feedback_surveys import at, survey

MONDAY, TUESDAY, WEDNESDAY, FRIDAY = (date(2026, 3, day) for day in (2, 3, 4, 6))
SURVEY = survey().id


def on(day: date) -> Given:
    return at(datetime(day.year, day.month, day.day, tzinfo=UTC), id_=unread_id(SURVEY))


def expected(day: date = MONDAY) -> Unread:
    return expect(None, SURVEY, on(day)).state


def looked(state: Unread, day: date, *said_on: date) -> tuple[Unread, list[int]]:
    """Rings and looks. Returns the state, and the lateness that was reported."""
    decided = record_look(ring(state, on(day)).state, on(day), min(said_on, default=None))
    return decided.state, [event.days_late for event in decided.events if isinstance(event, FeedbackUnread)]


def test_words_are_looked_for_on_the_next_working_day() -> None:
    assert alarm(expected(), on(MONDAY)) == on(TUESDAY).now
    assert alarm(expected(FRIDAY), on(FRIDAY)) == on(date(2026, 3, 9)).now
    assert ring(expected(FRIDAY), on(date(2026, 3, 8))).state == expected(FRIDAY)


def test_words_of_monday_are_late_from_wednesday_and_on_each_working_day() -> None:
    state, late = looked(expected(), TUESDAY, MONDAY)
    assert late == []
    state, late = looked(state, WEDNESDAY, TUESDAY, MONDAY)
    assert (late, alarm(state, on(WEDNESDAY))) == ([1], on(date(2026, 3, 5)).now)
    state, late = looked(state, FRIDAY, MONDAY)
    assert late == [3]
    assert looked(state, date(2026, 3, 9), MONDAY)[1] == [4], "a weekend does not count"


def test_report_holds_the_survey_and_nothing_of_a_response() -> None:
    (event,) = record_look(ring(expected(), on(FRIDAY)).state, on(FRIDAY), MONDAY).events
    assert event.model_dump() == {
        "source": SURVEY,
        "days_late": 3,
        "link": "https://feedback.example/responses",
    }


def test_clock_stops_once_everything_is_read() -> None:
    state, late = looked(expected(), TUESDAY)
    assert (late, state.waiting) == ([], True), "words saved around midnight may still appear"
    state, late = looked(state, FRIDAY)
    assert (late, alarm(state, on(FRIDAY))) == ([], None)


@pytest.mark.parametrize("day", [WEDNESDAY, FRIDAY])
def test_new_words_start_the_clock_again(day: date) -> None:
    state, _ = looked(looked(expected(), TUESDAY)[0], WEDNESDAY)
    assert alarm(state, on(day)) is None
    again = expect(state, SURVEY, on(day)).state
    assert (again.waiting, again.came_on, again.looked_on) == (True, day, day)


def test_new_words_do_not_put_off_the_next_look() -> None:
    later = expect(expected(), SURVEY, on(TUESDAY)).state
    assert alarm(later, on(TUESDAY)) == on(TUESDAY).now
    assert expect(later, SURVEY, on(TUESDAY)).state == later, "nothing to save on the same day"
