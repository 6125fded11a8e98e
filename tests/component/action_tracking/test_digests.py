"""A person gets one message per working day, whatever happens in between (AT5)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from contracts.events.envelope import Received, read_envelope
from contracts.events.learning_dissemination import ReachFellShort
from contracts.events.review_registry import LeadReviewerStoodDown
from local.partnership import AMBULANCE, COMMUNITY_HEALTH, HEALTH_BOARD, HOSPITAL
from local.wire import wire
from services.action_tracking.domain.digest.state import digest_id
from services.action_tracking.reactions.notices import notify_of_review
from services.chassis.messaging.inbox import readable
from services.chassis.rules.decisions import derived
from tests.component.action_tracking.steps import (
    BEGIN,
    appointed,
    asked,
    laid_down,
    ledger,
    messages,
    next_morning,
    sent,
    today,
)
from tests.component.harness import Component
from tests.service.calling import roles_given_back


@pytest.fixture(autouse=True)
def roles(tracking: Component) -> Iterator[None]:
    """Ends every role that a test appointed, so that the next test begins with an empty directory."""
    if tracking.clock.now() < BEGIN:
        tracking.clock.move_to(BEGIN)
    with roles_given_back(tracking.people):
        yield


def test_person_gets_one_message_per_working_day(tracking: Component) -> None:
    person = "p-board-lead"
    appointed(tracking, "agency-lead", HEALTH_BOARD, person)
    first, second = [asked(tracking, HEALTH_BOARD)[0] for _ in range(2)]
    for obligation in (first, second):
        (entry,) = ledger(tracking, obligation)
        assert [each["person_ref"] for each in entry["told"]] == [person]
    assert messages(tracking, person) == []

    day = next_morning(tracking)
    (digest,) = sent(tracking, person)
    assert (digest["day"], {each["about"] for each in digest["lines"]}) == (day.isoformat(), {first, second})
    message = derived("message", digest_id(person, day), "0")
    assert [each["message_id"] for each in digest["sendings"]] == [message]
    (text,) = messages(tracking, person)
    assert text.startswith(f"Message-ID: {message}\n")
    assert all(text.count(each) == 1 for each in (first, second))

    (third,) = asked(tracking, HEALTH_BOARD)
    next_morning(tracking)
    assert [each["lines"][0]["about"] for each in sent(tracking, person)[1:]] == [third]
    assert text in messages(tracking, person)
    assert len(messages(tracking, person)) == 2


def test_event_that_two_processes_hear_on_two_days_is_in_one_digest(tracking: Component) -> None:
    """Both decide before either has saved a digest. The ledger decides once, on the people and on the day."""
    appointed(tracking, "business-unit", "partnership", "p-of-the-unit")
    event = LeadReviewerStoodDown(review=str(uuid4()))
    record = wire(event, event.review, 1, tracking.clock.now())
    received = Received(read_envelope(readable(record.headers)), event)
    first = tracking.run(notify_of_review(received, tracking.room))
    next_morning(tracking)
    second = tracking.run(notify_of_review(received, tracking.room))
    assert first
    assert [each.id for each in first] == [each.id for each in second]


def test_outage_of_weeks_gives_one_line_each(tracking: Component) -> None:
    """The service does nothing for weeks. The lead is group chair too, and gets one line."""
    lead, unit = "p-community-lead", "p-community-unit"
    appointed(tracking, "agency-lead", COMMUNITY_HEALTH, lead)
    appointed(tracking, "group-chair", COMMUNITY_HEALTH, lead)
    appointed(tracking, "business-unit", "partnership", unit)
    (obligation,) = asked(tracking, COMMUNITY_HEALTH)
    tracking.clock.advance(timedelta(weeks=8))

    opened, overdue = ledger(tracking, obligation)
    assert (opened["event"], overdue["event"]) == ("ObligationOpened", "ObligationOverdue")
    assert [each["person_ref"] for each in overdue["told"]] == [lead, unit]
    next_morning(tracking)
    late, new = sent(tracking, lead, about=obligation)
    assert [line["trigger"] for line in late["lines"] if line["about"] == obligation] == [opened["trigger"]]
    assert [line["trigger"] for line in new["lines"] if line["about"] == obligation] == [overdue["trigger"]]
    assert [text.count(obligation) for text in messages(tracking, lead)] == [1, 1]
    (text,) = messages(tracking, unit)
    assert text.count(obligation) == 1
    assert "Overdue by " in text


def test_events_heard_days_later_go_in_one_digest(tracking: Component) -> None:
    """The inbox was away from Monday to Wednesday."""
    person = "p-one-digest"
    appointed(tracking, "agency-lead", AMBULANCE, person)
    heard = tracking.clock.now() + timedelta(days=3)
    tracking.clock.move_to(heard)
    short = [fell_short(AMBULANCE, tracking) for _ in range(3)]
    for days, event in zip((3, 2, 1), short, strict=True):
        tracking.receive(event, event.delivery, 1, at=heard - timedelta(days=days))
    day = next_morning(tracking)
    (digest,) = sent(tracking, person)
    assert digest["day"] == day.isoformat()
    assert [each["about"] for each in digest["lines"]] == [each.product for each in short]
    assert len(messages(tracking, person)) == 1


def fell_short(agency: str, tracking: Component) -> ReachFellShort:
    return ReachFellShort(
        delivery=str(uuid4()),
        product=str(uuid4()),
        agency=agency,
        professional_group="social-worker",
        declared=40,
        measured_on=today(tracking),
        link="https://learning.example/deliveries/1",
    )


def test_repeated_event_notifies_no_new_role_holder(tracking: Component) -> None:
    before, after = "p-before", "p-after"
    first = appointed(tracking, "agency-lead", HOSPITAL, before)
    (obligation,) = asked(tracking, HOSPITAL)
    (entry,) = ledger(tracking, obligation)
    next_morning(tracking)
    sent(tracking, before)
    laid_down(tracking, first)
    appointed(tracking, "agency-lead", HOSPITAL, after)

    (opened,) = tracking.emitted(obligation)
    tracking.deliver("action-tracking", opened.record, opened.record)
    tracking.clock.advance(timedelta(weeks=3))
    known, overdue = ledger(tracking, obligation)
    assert known == entry
    assert [each["person_ref"] for each in overdue["told"]] == [after]
    next_morning(tracking)
    (digest,) = sent(tracking, after)
    assert [line["trigger"] for line in digest["lines"]] == [overdue["trigger"]]
    assert len(messages(tracking, before)) == 1


def test_role_changes_hands_at_local_midnight(tracking: Component) -> None:
    """In summer local midnight is an hour before midnight in UTC."""
    last, before, after = datetime(2026, 7, 15, tzinfo=UTC), "p-until-midnight", "p-from-midnight"
    appointed(tracking, "agency-lead", "cafcass", before, from_day="2026-07-01", to_day="2026-07-15")
    appointed(tracking, "agency-lead", "cafcass", after, from_day="2026-07-16", to_day="2026-07-16")
    for hour, person in ((22, before), (23, after)):
        short = ReachFellShort(
            delivery=str(uuid4()),
            product=str(uuid4()),
            agency="cafcass",
            professional_group="social-worker",
            declared=40,
            measured_on=last.date(),
            link="https://learning.example/deliveries/1",
        )
        tracking.receive(short, short.delivery, 1, at=last.replace(hour=hour, minute=30))
        (entry,) = ledger(tracking, short.about())
        assert [each["person_ref"] for each in entry["told"]] == [person]


def test_next_rung_is_notified_when_no_one_holds_the_role(tracking: Component) -> None:
    unit = "p-instead"
    appointed(tracking, "business-unit", "partnership", unit)
    (obligation,) = asked(tracking, "primary-care")
    (entry,) = ledger(tracking, obligation)
    assert [(each["person_ref"], each["line"]["instead_of"]) for each in entry["told"]] == [(unit, "agency-lead")]
    next_morning(tracking)
    tracking.drain()
    (text,) = messages(tracking, unit)
    assert "You receive this as business unit of the partnership because no one could be reached as" in text


def test_ledger_shows_when_no_one_could_be_reached(tracking: Component) -> None:
    (obligation,) = asked(tracking, "academies")
    (entry,) = ledger(tracking, obligation)
    assert entry["told"] == []
