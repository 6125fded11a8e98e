"""CloudEvents 1.0 over Kafka in binary mode: `ce_` headers, JSON body (docs/events.md "Envelope")."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID, uuid5

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter

from contracts.events.event import Event
from contracts.vocabulary.types import Id

E = TypeVar("E", bound=Event)
SEQUENCE = r"^\d{4}-\d{10}$"
TRACEPARENT = r"^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$"


class Envelope(BaseModel):
    """The attributes of an event.

    `sequence` sorts as a string. It has no gaps within an aggregate and incarnation.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    specversion: str = Field(default="1.0", pattern=r"^1\.0$")
    id: Id
    source: str = Field(pattern=r"^/[a-z0-9-]+/[a-z0-9-]+$")
    type: str = Field(pattern=r"^learning\.[A-Za-z]+\.v\d+$", max_length=128)
    subject: Id
    partitionkey: Id
    sequence: str = Field(pattern=SEQUENCE)
    time: AwareDatetime
    dataschema: str = Field(pattern=r"^urn:learning:[A-Za-z]+:\d+$", max_length=128)
    causationid: Id
    correlationid: Id
    edition: int = Field(ge=1)
    traceparent: str | None = Field(default=None, pattern=TRACEPARENT)


@dataclass(frozen=True, slots=True)
class Received(Generic[E]):
    """An event as it arrived."""

    envelope: Envelope
    event: E


@dataclass(frozen=True, slots=True)
class Encoded:
    """An event in the form in which it is sent and stored in the outbox and the history."""

    key: str
    headers: dict[str, str]
    body: bytes


def sequence_of(incarnation: int, number: int) -> str:
    """Returns `0001-0000000041`: the store's incarnation, then the aggregate's own count from 1."""
    return f"{incarnation:04d}-{number:010d}"


def number_of(sequence: str) -> tuple[int, int]:
    """Returns the incarnation and the count of a sequence."""
    incarnation, _, number = sequence.partition("-")
    return int(incarnation), int(number)


def event_id(aggregate: str, sequence: str, type_: str) -> str:
    """Returns an id that is always the same for the same event."""
    return str(uuid5(UUID(aggregate), f"{sequence}/{type_}"))


def describe(
    event: Event,
    *,
    source: str,
    aggregate: str,
    sequence: str,
    time: datetime,
    cause: str,
    correlation: str,
    edition: int,
    traceparent: str | None,
) -> Envelope:
    """Returns the envelope of an event that `aggregate` decided.

    Its correlation is the first finding that the event names, or else `correlation`.
    """
    return Envelope(
        id=event_id(aggregate, sequence, event.type()),
        source=source,
        type=event.type(),
        subject=event.about(),
        partitionkey=aggregate,
        sequence=sequence,
        time=time,
        dataschema=event.schema_id(),
        causationid=cause,
        correlationid=event.thread() or correlation,
        edition=edition,
        traceparent=traceparent,
    )


def encode(envelope: Envelope, event: Event) -> Encoded:
    """Returns headers, key and body for Kafka. The trace context is also a plain header, for tracing tools."""
    headers = {f"ce_{name}": str(value) for name, value in envelope.model_dump(mode="json", exclude_none=True).items()}
    headers["content-type"] = "application/json"
    if envelope.traceparent:
        headers["traceparent"] = envelope.traceparent
    return Encoded(key=envelope.partitionkey, headers=headers, body=event.body())


def read_envelope(headers: Mapping[str, str]) -> Envelope:
    """Returns the envelope in a record's headers.

    Raises pydantic's ValidationError, which names every missing or wrong attribute.
    """
    return HEADERS.validate_python({name[3:]: value for name, value in headers.items() if name.startswith("ce_")})


def name_and_version(type_: str) -> tuple[str, int]:
    """Returns (`FindingRecorded`, 1) for `learning.FindingRecorded.v1`."""
    _, name, version = type_.split(".")
    return name, int(version.removeprefix("v"))


HEADERS = TypeAdapter(Envelope)
