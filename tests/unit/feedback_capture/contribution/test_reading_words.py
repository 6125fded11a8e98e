"""Words that a practitioner wrote wait for a reader, on a clock (FC2)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from contracts.events.feedback_capture import FeedbackUnread
from services.chassis.rules.calendar import add_working_days
from services.chassis.rules.decisions import Actor, Given
from services.feedback_capture.domain.contribution.clocks import alarm, ring
from services.feedback_capture.domain.contribution.reading import MarkContributionRead, mark_contribution_read
from services.feedback_capture.domain.contribution.recording import record_contribution
from services.feedback_capture.domain.contribution.state import Contribution
from services.feedback_capture.domain.contribution.withdrawing import WithdrawContribution, withdraw_contribution
from tests.builders.feedback_capture import FACILITATOR, PRACTITIONER, at, contributing, offered
from tests.builders.given import FRAMEWORK, MONDAY, some_id
from tests.builders.refusals import codes as refusals

LONDON = ZoneInfo(FRAMEWORK.partnership.timezone)


def written(who: Actor = PRACTITIONER) -> Contribution:
    state = offered("practitioners")
    given = at(who=who, id_=some_id("contribution"))
    return record_contribution(None, contributing(state, "practitioners"), given, state).state


def working_day(number: int) -> Given:
    """Returns the facts of the morning so many working days after the words came."""
    day = add_working_days(MONDAY.date(), number, at().holidays)
    return at(now=datetime(day.year, day.month, day.day, 8, tzinfo=LONDON))


def test_unread_words_are_reported_on_each_working_day_once_they_are_late() -> None:
    said, reported = written(), list[int]()
    for number in range(1, 5):
        for _ in range(2):
            decided = ring(said, working_day(number))
            reported += [event.days_late for event in decided.events if isinstance(event, FeedbackUnread)]
            said = decided.state
    assert reported == [1, 2, 3]


def test_report_names_the_involvement_and_nobody() -> None:
    (event,) = ring(written(), working_day(2)).events
    assert isinstance(event, FeedbackUnread)
    assert event.source == written().involvement
    assert PRACTITIONER.person_ref not in event.model_dump_json()


def test_reading_stops_the_clock() -> None:
    read = mark_contribution_read(written(), MarkContributionRead(), at(who=FACILITATOR)).state
    assert (read.read_on, alarm(read, working_day(9))) == (MONDAY.date(), None)
    later = mark_contribution_read(read, MarkContributionRead(), working_day(3)).state
    assert later.read_on == MONDAY.date()


def test_clock_of_unread_words_starts_when_they_were_recorded() -> None:
    """Words of a day long past are not late in the minute in which they come."""
    state, late = offered("practitioners"), date(2026, 2, 2)
    said = record_contribution(
        None, contributing(state, on=MONDAY.date()), at(late, PRACTITIONER, some_id("late")), state
    ).state
    alarm_at = alarm(said, at(late))
    assert alarm_at is not None
    assert alarm_at.date() == date(2026, 2, 4)


def test_words_that_a_facilitator_took_down_are_read() -> None:
    assert (written(FACILITATOR).read_on, alarm(written(FACILITATOR), working_day(9))) == (MONDAY.date(), None)


def test_withdrawn_words_wait_for_their_erasure_alone() -> None:
    back = withdraw_contribution(written(), WithdrawContribution(), at(who=PRACTITIONER), ()).state
    assert alarm(back, at()) == back.withdrawn_at
    assert ring(back, at(now=MONDAY + timedelta(days=9))).events == ()
    assert refusals(mark_contribution_read, back, MarkContributionRead(), at(who=FACILITATOR)) == ["contribution/withdrawn"]
