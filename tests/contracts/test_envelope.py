"""The envelope goes over the wire and comes back the same, and a wrong one names all its faults."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from contracts.events.envelope import (
    TRACEPARENT,
    Envelope,
    describe,
    encode,
    event_id,
    name_and_version,
    read_envelope,
    sequence_of,
)
from contracts.events.event import Event
from local.partnership import PARTNERSHIP_CODE
from tests.support.any_event import any_event, ids

incarnations = st.integers(min_value=1, max_value=9_999)
numbers = st.integers(min_value=1, max_value=10**10 - 1)
moments = st.datetimes(timezones=st.just(UTC))
traces = st.none() | st.from_regex(TRACEPARENT, fullmatch=True).filter(str.isascii)


@st.composite
def described(draw: st.DrawFn) -> tuple[Envelope, Event]:
    event = draw(any_event())
    envelope = describe(
        event,
        source=f"/{PARTNERSHIP_CODE}/review-registry",
        aggregate=draw(ids),
        sequence=sequence_of(draw(incarnations), draw(numbers)),
        time=draw(moments),
        cause=draw(ids),
        correlation=draw(ids),
        edition=draw(st.integers(min_value=1, max_value=10_000)),
        traceparent=draw(traces),
    )
    return envelope, event


@given(described())
def test_what_is_sent_is_what_arrives(sent: tuple[Envelope, Event]) -> None:
    envelope, event = sent
    encoded = encode(envelope, event)
    assert read_envelope(encoded.headers) == envelope
    assert type(event).model_validate_json(encoded.body) == event
    assert encoded.key == envelope.partitionkey
    assert encoded.headers["content-type"] == "application/json"
    assert encoded.headers.get("traceparent") == envelope.traceparent
    assert all(value.isascii() for value in encoded.headers.values())
    assert name_and_version(envelope.type) == (type(event).wire_name(), type(event).version)


@given(described())
def test_an_event_is_about_its_subject_and_hangs_on_its_thread(sent: tuple[Envelope, Event]) -> None:
    envelope, event = sent
    assert envelope.subject == getattr(event, event.subject)
    thread = getattr(event, "finding", None) or next(iter(getattr(event, "findings", ())), None)
    assert thread is None or envelope.correlationid == thread


@given(ids, ids, incarnations, numbers)
def test_the_same_event_has_the_same_id_and_another_has_another(
    aggregate: str, other: str, incarnation: int, number: int
) -> None:
    sequence, first, second = sequence_of(incarnation, number), "learning.FindingRecorded.v1", "learning.FindingRecorded.v2"
    same = event_id(aggregate, sequence, first)
    assert same == event_id(aggregate, sequence, first)
    assert same != event_id(aggregate, sequence, second)
    assert same != event_id(aggregate, sequence_of(incarnation + 1, number), first)
    assert other == aggregate or same != event_id(other, sequence, first)


@given(st.tuples(incarnations, numbers), st.tuples(incarnations, numbers))
def test_sequences_sort_as_strings(one: tuple[int, int], other: tuple[int, int]) -> None:
    assert sorted([sequence_of(*one), sequence_of(*other)]) == [sequence_of(*each) for each in sorted([one, other])]


RIGHT = {
    "ce_specversion": "1.0",
    "ce_id": "b1f7e444-18a5-5b3c-ad70-cffd6952aebf",
    "ce_source": f"/{PARTNERSHIP_CODE}/review-registry",
    "ce_type": "learning.FindingRecorded.v1",
    "ce_subject": "70ad2ccd-03bb-405b-a04f-14a7b6d801b2",
    "ce_partitionkey": "424b1fee-9709-4315-85d9-5954058b4714",
    "ce_sequence": "0001-0000000005",
    "ce_time": "2026-06-03T13:45:12Z",
    "ce_dataschema": "urn:learning:FindingRecorded:1",
    "ce_causationid": "6d91a994-5ebb-51cb-a6b0-96514af2b7b1",
    "ce_correlationid": "70ad2ccd-03bb-405b-a04f-14a7b6d801b2",
    "ce_edition": "1",
}

WRONG = {
    "ce_specversion": "0.3",
    "ce_id": "17",
    "ce_source": "review-registry",
    "ce_type": "FindingRecorded",
    "ce_subject": "B1F7E444-18A5-5B3C-AD70-CFFD6952AEBF",
    "ce_partitionkey": "",
    "ce_sequence": "5",
    "ce_time": "2026-06-03T13:45:12",
    "ce_dataschema": "https://example.org/FindingRecorded",
    "ce_causationid": "none",
    "ce_correlationid": "none",
    "ce_edition": "0",
    "ce_traceparent": "00-0-0-01",
}


def faults(headers: dict[str, str]) -> set[str]:
    with pytest.raises(ValidationError) as refused:
        read_envelope(headers)
    return {f"ce_{error['loc'][0]}" for error in refused.value.errors()}


def test_an_envelope_that_is_right_is_read_whatever_else_is_in_the_headers() -> None:
    read = read_envelope(RIGHT | {"ce_unheardof": "x", "content-type": "application/json", "other": "x"})
    assert read.time == datetime(2026, 6, 3, 13, 45, 12, tzinfo=UTC)
    assert read.traceparent is None


def test_a_wrong_envelope_names_every_attribute_that_is_wrong() -> None:
    assert faults(WRONG) == set(WRONG)


def test_an_empty_envelope_names_every_attribute_that_is_missing() -> None:
    assert faults({}) == set(RIGHT) - {"ce_specversion"}


@pytest.mark.parametrize("attribute", sorted(WRONG))
def test_one_wrong_attribute_is_named_alone(attribute: str) -> None:
    assert faults(RIGHT | {attribute: WRONG[attribute]}) == {attribute}
