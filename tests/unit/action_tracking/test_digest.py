"""One digest a person and working day, and the ledger of how it went (AT5)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.action_tracking.domain.digest import (
    PATIENCE,
    TRIES,
    Digest,
    DigestStatus,
    Line,
    add_line,
    alarm,
    digest_day,
    digest_id,
    keys,
    message,
    record_outcome,
    ring,
    visible,
    waiting,
)
from tests.unit.action_tracking.given import CLOSED, FRAMEWORK, MONDAY, POLICE_LEAD, UNIT, actor, at, some_id

TUESDAY = date(2026, 1, 13)
HOUR = datetime(2026, 1, 13, 8, tzinfo=UTC)
PERSON = "p-1"


def line(n: int = 0, about: int | None = None) -> Line:
    return Line(
        about=some_id("action", n if about is None else about),
        reference="TS-2026-K7Q4",
        asked="do-action",
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
def test_which_day_takes_what_arises_now(now: str, day: str) -> None:
    assert digest_day(datetime.fromisoformat(now), FRAMEWORK, CLOSED) == date.fromisoformat(day)


def test_one_a_person_and_day() -> None:
    assert digest_id(PERSON, TUESDAY) == digest_id(PERSON, TUESDAY)
    assert len({digest_id(PERSON, TUESDAY), digest_id("p-2", TUESDAY), digest_id(PERSON, date(2026, 1, 14))}) == 3


def test_an_event_tells_of_a_thing_once() -> None:
    state = collecting(line(1), line(2), line(2), line(3, about=1))
    assert [each.trigger for each in state.lines] == [some_id("event", n) for n in (1, 2, 3)]
    assert collecting(line(1), line(1).model_copy(update={"role": "agency-lead"})).lines == (line(1),)


def test_it_waits_for_the_hour_then_sends_with_its_id_fixed() -> None:
    state = collecting()
    assert alarm(state, at()) == HOUR
    before = ring(state, at(HOUR - timedelta(seconds=1))).state
    assert (before, before.status) == (state, DigestStatus.COLLECTING)
    going = sending()
    assert going.status is DigestStatus.SENDING
    assert message(going) == going.lines
    assert waiting(going) == ()
    assert going.sendings[0].tries == 1
    assert going.sendings[0].message_id == sending().sendings[0].message_id
    assert ring(going, at(HOUR)).state == going


@pytest.mark.parametrize("outcome", [DigestStatus.SENT, DigestStatus.FAILED])
def test_the_outcome_is_on_the_ledger(outcome: DigestStatus) -> None:
    later = HOUR + timedelta(seconds=3)
    state = record_outcome(sending(), outcome, "provider-7", at(later)).state
    assert state.status is outcome
    assert (state.sendings[0].provider_id, state.sendings[0].outcome_at) == ("provider-7", later)
    assert keys(state)["status"] == outcome.value


def test_sent_is_the_end_of_it() -> None:
    sent = record_outcome(sending(), DigestStatus.SENT, None, at(HOUR)).state
    assert alarm(sent, at(HOUR)) is None
    assert ring(sent, at(HOUR + timedelta(days=9))).state == sent
    assert record_outcome(sent, DigestStatus.FAILED, None, at(HOUR)).state == sent


def test_a_try_without_an_outcome_is_unknown_and_not_repeated() -> None:
    going = sending()
    assert alarm(going, at(HOUR)) == HOUR + PATIENCE
    assert ring(going, at(HOUR + PATIENCE - timedelta(seconds=1))).state == going
    unknown = ring(going, at(HOUR + PATIENCE)).state
    assert unknown.status is DigestStatus.UNKNOWN
    assert alarm(unknown, at(HOUR + PATIENCE)) is None
    assert ring(unknown, at(HOUR + timedelta(days=9))).state == unknown


def test_an_outcome_that_comes_late_is_believed() -> None:
    unknown = ring(sending(), at(HOUR + PATIENCE)).state
    assert (
        record_outcome(unknown, DigestStatus.SENT, "provider-7", at(HOUR + timedelta(hours=1))).state.status
        is DigestStatus.SENT
    )


def test_one_that_failed_is_tried_again_under_the_same_id_and_then_given_up() -> None:
    state, now = sending(), HOUR
    first = state.sendings[0].message_id
    for tries in range(1, TRIES + 1):
        assert (state.status, state.sendings[-1].tries) == (DigestStatus.SENDING, tries)
        state = record_outcome(state, DigestStatus.FAILED, None, at(now)).state
        now += PATIENCE
        state = ring(state, at(now)).state
    assert state.status is DigestStatus.FAILED
    assert [each.message_id for each in state.sendings] == [first]
    assert alarm(state, at(now)) is None


def test_a_line_that_comes_after_it_went_out_goes_at_the_next_hour_in_another_message() -> None:
    sent = record_outcome(sending(line(1)), DigestStatus.SENT, None, at(HOUR)).state
    late = add_line(sent, line(2), PERSON, TUESDAY, at(HOUR + timedelta(seconds=1))).state
    assert (late.status, late.send_on) == (DigestStatus.COLLECTING, date(2026, 1, 14))
    going = ring(late, at(HOUR + timedelta(days=1))).state
    assert [each.trigger for each in message(going)] == [some_id("event", 2)]
    assert len({each.message_id for each in going.sendings}) == 2
    assert going.sendings[0].outcome is DigestStatus.SENT


def test_a_line_that_comes_while_it_goes_out_is_not_counted_as_sent() -> None:
    late = add_line(sending(line(1)), line(2), PERSON, TUESDAY, at(HOUR)).state
    assert [each.trigger for each in message(late)] == [some_id("event", 1)]
    assert late.status is DigestStatus.SENDING
    after = record_outcome(late, DigestStatus.SENT, None, at(HOUR)).state
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
            state = record_outcome(state, DigestStatus(step), None, at(now)).state
        assert state.lines[: len(before.lines)] == before.lines
        assert [each.message_id for each in state.sendings][: len(before.sendings)] == [
            each.message_id for each in before.sendings
        ]
        assert not waiting(state) or alarm(state, at(now)) is not None
        assert [each.upto for each in state.sendings] == sorted({each.upto for each in state.sendings})
    assert Digest.model_validate_json(state.model_dump_json()) == state


def test_who_reads_the_ledger() -> None:
    state = collecting()
    assert visible(state, UNIT)
    assert visible(state, actor("operator", "independent"))
    assert not visible(state, POLICE_LEAD)
    assert visible(collecting().model_copy(update={"person_ref": POLICE_LEAD.person_ref}), POLICE_LEAD)
