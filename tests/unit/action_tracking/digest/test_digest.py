"""A person gets one digest per working day, and its outcome is recorded (AT5)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.action_tracking.domain.digest.collecting import add_line
from services.action_tracking.domain.digest.sending import PATIENCE, TRIES, alarm, record_outcome, ring
from services.action_tracking.domain.digest.state import (
    Digest,
    DigestStatus,
    Line,
    digest_day,
    digest_id,
    keys,
    last_lines,
    readers,
    waiting,
)
from tests.builders.action_tracking import POLICE_LEAD, UNIT, at, reads
from tests.builders.given import CLOSED, FRAMEWORK, MONDAY, actor, some_id

TUESDAY = date(2026, 1, 13)
HOUR = datetime(2026, 1, 13, 8, tzinfo=UTC)
PERSON = "p-1"


def line(n: int = 0, about: int | None = None) -> Line:
    return Line(
        about=some_id("action", n if about is None else about),
        reference="TS-2026-K7Q4",
        asked="do-action",
        of_agency="police",
        due=date(2026, 4, 13),
        link="https://actions.example/actions/1",
        role="action-owner",
        agency="police",
        trigger=some_id("event", n),
    )


def collecting(*lines: Line, now: datetime = MONDAY) -> Digest:
    state: Digest | None = None
    for each in lines or (line(),):
        state = add_line(state, each, PERSON, TUESDAY, at(now, id_=digest_id(PERSON, TUESDAY))).state
    assert state
    return state


def sending(*lines: Line) -> Digest:
    return ring(collecting(*lines), at(HOUR)).state


@pytest.mark.parametrize(
    ("now", "day"),
    [
        ("2026-01-13T07:59:59Z", "2026-01-13"),
        ("2026-01-13T08:00:00Z", "2026-01-14"),
        ("2026-01-16T12:00:00Z", "2026-01-19"),  # Friday afternoon
        ("2026-01-17T01:00:00Z", "2026-01-19"),  # Saturday
        ("2026-04-02T12:00:00Z", "2026-04-07"),  # before Easter
        ("2026-04-03T05:00:00Z", "2026-04-07"),  # Good Friday
        ("2026-07-01T06:59:59Z", "2026-07-01"),  # summer time
        ("2026-07-01T07:00:00Z", "2026-07-02"),
        ("2026-06-30T23:30:00Z", "2026-07-01"),  # after midnight in summer time
    ],
)
def test_digest_day_takes_notices_until_its_hour(now: str, day: str) -> None:
    assert digest_day(datetime.fromisoformat(now), FRAMEWORK, CLOSED) == date.fromisoformat(day)


def test_digest_id_is_one_per_person_and_day() -> None:
    assert digest_id(PERSON, TUESDAY) == digest_id(PERSON, TUESDAY)
    assert len({digest_id(PERSON, TUESDAY), digest_id("p-2", TUESDAY), digest_id(PERSON, date(2026, 1, 14))}) == 3


def test_event_adds_one_line_per_thing() -> None:
    state = collecting(line(1), line(2), line(2), line(3, about=1))
    assert [each.trigger for each in state.lines] == [some_id("event", n) for n in (1, 2, 3)]
    assert collecting(line(1), line(1).model_copy(update={"role": "agency-lead"})).lines == (line(1),)


def test_digest_waits_for_its_hour_then_sends_with_a_fixed_id() -> None:
    state = collecting()
    assert alarm(state, at()) == HOUR
    before = ring(state, at(HOUR - timedelta(seconds=1))).state
    assert (before, before.status) == (state, DigestStatus.COLLECTING)
    going = sending()
    assert going.status is DigestStatus.SENDING
    assert last_lines(going) == going.lines
    assert waiting(going) == ()
    assert going.sendings[0].tries == 1
    assert going.sendings[0].message_id == sending().sendings[0].message_id
    assert ring(going, at(HOUR)).state == going


@pytest.mark.parametrize("outcome", [DigestStatus.SENT, DigestStatus.FAILED])
def test_outcome_is_recorded(outcome: DigestStatus) -> None:
    later = HOUR + timedelta(seconds=3)
    state = record_outcome(sending(), outcome, "provider-7", (), at(later)).state
    assert state.status is outcome
    assert (state.sendings[0].provider_id, state.sendings[0].outcome_at) == ("provider-7", later)
    assert keys(state)["status"] == outcome.value


def test_lines_left_out_are_recorded_and_never_sent_again() -> None:
    going = sending(line(1), line(2))
    state = record_outcome(going, DigestStatus.NOTHING_LEFT, None, going.lines, at(HOUR)).state
    assert state.status is DigestStatus.NOTHING_LEFT
    assert state.sendings[0].left_out == (some_id("event", 1), some_id("event", 2))
    assert waiting(state) == ()
    assert alarm(state, at(HOUR)) is None


def test_sent_digest_rings_no_more() -> None:
    sent = record_outcome(sending(), DigestStatus.SENT, None, (), at(HOUR)).state
    assert alarm(sent, at(HOUR)) is None
    assert ring(sent, at(HOUR + timedelta(days=9))).state == sent
    assert record_outcome(sent, DigestStatus.FAILED, None, (), at(HOUR)).state == sent


def test_try_without_an_outcome_is_unknown_and_not_repeated() -> None:
    going = sending()
    assert alarm(going, at(HOUR)) == HOUR + PATIENCE
    assert ring(going, at(HOUR + PATIENCE - timedelta(seconds=1))).state == going
    unknown = ring(going, at(HOUR + PATIENCE)).state
    assert unknown.status is DigestStatus.UNKNOWN
    assert alarm(unknown, at(HOUR + PATIENCE)) is None
    assert ring(unknown, at(HOUR + timedelta(days=9))).state == unknown


def test_late_outcome_is_recorded() -> None:
    unknown = ring(sending(), at(HOUR + PATIENCE)).state
    assert (
        record_outcome(unknown, DigestStatus.SENT, "provider-7", (), at(HOUR + timedelta(hours=1))).state.status
        is DigestStatus.SENT
    )


def test_failed_try_is_retried_under_the_same_id_then_given_up() -> None:
    state, now = sending(), HOUR
    first = state.sendings[0].message_id
    for tries in range(1, TRIES + 1):
        assert (state.status, state.sendings[-1].tries) == (DigestStatus.SENDING, tries)
        state = record_outcome(state, DigestStatus.FAILED, None, (), at(now)).state
        now += PATIENCE
        state = ring(state, at(now)).state
    assert state.status is DigestStatus.FAILED
    assert [each.message_id for each in state.sendings] == [first]
    assert alarm(state, at(now)) is None


def test_line_after_sending_goes_at_the_next_hour_in_another_message() -> None:
    sent = record_outcome(sending(line(1)), DigestStatus.SENT, None, (), at(HOUR)).state
    late = add_line(sent, line(2), PERSON, TUESDAY, at(HOUR + timedelta(seconds=1))).state
    assert (late.status, late.send_on) == (DigestStatus.COLLECTING, date(2026, 1, 14))
    going = ring(late, at(HOUR + timedelta(days=1))).state
    assert [each.trigger for each in last_lines(going)] == [some_id("event", 2)]
    assert len({each.message_id for each in going.sendings}) == 2
    assert going.sendings[0].outcome is DigestStatus.SENT


def test_line_added_while_sending_is_not_counted_as_sent() -> None:
    late = add_line(sending(line(1)), line(2), PERSON, TUESDAY, at(HOUR)).state
    assert [each.trigger for each in last_lines(late)] == [some_id("event", 1)]
    assert late.status is DigestStatus.SENDING
    after = record_outcome(late, DigestStatus.SENT, None, (), at(HOUR)).state
    assert after.status is DigestStatus.COLLECTING
    assert alarm(after, at(HOUR)) == HOUR + timedelta(days=1)


STEPS = st.lists(st.tuples(st.sampled_from(["line", "ring", "sent", "failed"]), st.integers(0, 3000)), max_size=30)


@given(STEPS)
def test_every_line_is_in_one_message_at_most_and_none_is_forgotten(steps: list[tuple[str, int]]) -> None:
    state, now = collecting(), MONDAY
    for n, (step, minutes) in enumerate(steps, start=1):
        now += timedelta(minutes=minutes)
        before = state
        if step == "line":
            state = add_line(state, line(n), PERSON, TUESDAY, at(now)).state
            assert line(n) in waiting(state)
        elif step == "ring":
            state = ring(state, at(now)).state
            instant = alarm(state, at(now))
            assert instant is None or instant > now
            assert ring(state, at(now)).state == state
        else:
            state = record_outcome(state, DigestStatus(step), None, (), at(now)).state
        assert state.lines[: len(before.lines)] == before.lines
        assert [each.message_id for each in state.sendings][: len(before.sendings)] == [
            each.message_id for each in before.sendings
        ]
        assert not waiting(state) or alarm(state, at(now)) is not None
        assert [each.upto for each in state.sendings] == sorted({each.upto for each in state.sendings})
    assert Digest.model_validate_json(state.model_dump_json()) == state


def test_digest_is_read_by_its_person_and_the_unit() -> None:
    state = collecting()
    assert reads(UNIT, readers(state))
    assert reads(actor("operator", "independent"), readers(state))
    assert not reads(POLICE_LEAD, readers(state))
    assert reads(POLICE_LEAD, readers(collecting().model_copy(update={"person_ref": POLICE_LEAD.person_ref})))
