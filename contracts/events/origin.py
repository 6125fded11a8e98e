"""Checks that an event comes from the service that owns it, and names only what the settings know (docs/decisions/0038).

Pure. The reasons are our own words and hold no value of the event.
"""

import types
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from contracts.events.catalogue import publisher
from contracts.events.envelope import Envelope, event_id
from contracts.events.event import Event
from contracts.events.learning_dissemination import LearningAcknowledged
from contracts.vocabulary.roles import INDEPENDENT, PARTNERSHIP
from contracts.vocabulary.types import AgencyCode, Code, Link

NOT_ITS_TOPIC = "the topic does not belong to the service that owns this type"
NOT_ITS_SOURCE = "the source does not own this type"
NOT_ITS_SCHEMA = "the schema is not the one of this type"
NOT_ITS_ID = "the id does not follow from key, sequence and type"
NOT_ITS_SUBJECT = "the subject is not the thing that the body names"
NOT_ITS_KEY = "the key is not the thing that decided"
AHEAD = "the time is too far ahead of the clock"
FOREIGN_LINK = "a link does not lead to the service that owns this type"

DECIDED_BY: Mapping[str, tuple[str, ...]] = {
    "review-registry": ("review",),
    "action-tracking": ("action", "obligation"),
    "feedback-capture": ("concern", "reply", "summary", "waiting"),
    "learning-dissemination": ("point", "delivery", "product"),
}
"""Fields that name the aggregate that decided, by service. The first that an event has counts (docs/events.md)."""


@dataclass(frozen=True, slots=True)
class Known:
    """The surroundings that an event must fit."""

    partnership: Code
    owner: str
    """The service that owns the topic on which the event came."""
    addresses: Mapping[str, Sequence[str]]
    """The public addresses of each service, earlier ones included."""
    latest: datetime
    """The latest time that an event may have."""


def disbelieved(envelope: Envelope, event: Event, known: Known) -> list[str]:
    """Returns each reason not to believe an event, none if it fits its owner in all that can be checked."""
    type_ = type(event)
    service = publisher(type_)
    checks = {
        NOT_ITS_TOPIC: known.owner == service,
        NOT_ITS_SOURCE: envelope.source == f"/{known.partnership}/{service}",
        NOT_ITS_SCHEMA: (envelope.type, envelope.dataschema) == (type_.type(), type_.schema_id()),
        NOT_ITS_ID: envelope.id == event_id(envelope.partitionkey, envelope.sequence, envelope.type),
        NOT_ITS_SUBJECT: envelope.subject == event.about(),
        NOT_ITS_KEY: decided_by(event) in (None, envelope.partitionkey),
        AHEAD: envelope.time <= known.latest,
        FOREIGN_LINK: all(_leads_to(known.addresses.get(service, ()), link) for link in marked(event, Link)),
    }
    return [reason for reason, holds in checks.items() if not holds]


def decided_by(event: Event) -> str | None:
    """Returns the id of the aggregate that decided, or None if the event does not name it."""
    if isinstance(event, LearningAcknowledged):  # a count of many people, which the event does not name
        return None
    fields = (field for field in DECIDED_BY[publisher(type(event))] if field in type(event).model_fields)
    return getattr(event, next(fields, ""), None)


def unknown_agencies(event: Event, agencies: Collection[Code]) -> bool:
    """Returns true if the event names an agency that is not among these, and not the partnership or no agency at all."""
    return any(code not in agencies and code not in (PARTNERSHIP, INDEPENDENT) for code in marked(event, AgencyCode))


def marked(model: BaseModel, kind: Any) -> Iterator[str]:
    """Yields each value of a model that has this type, such as `AgencyCode`, however deep."""
    for field, hint in _hints(type(model)).items():
        if field in type(model).model_fields:
            yield from _values(hint, getattr(model, field), kind)


@cache
def _hints(model: type[BaseModel]) -> dict[str, Any]:
    return get_type_hints(model, include_extras=True)


def _values(hint: Any, value: Any, kind: Any) -> Iterator[str]:
    if value is None:
        return
    if hint == kind:
        yield value
    elif isinstance(value, BaseModel):
        yield from marked(value, kind)
    elif get_origin(hint) is tuple:
        for each in value:
            yield from _values(get_args(hint)[0], each, kind)
    elif get_origin(hint) is dict:
        for name, each in value.items():
            yield from _values(get_args(hint)[0], name, kind)
            yield from _values(get_args(hint)[1], each, kind)
    elif get_origin(hint) in (Union, types.UnionType):
        for part in get_args(hint):
            yield from _values(part, value, kind)


def _leads_to(addresses: Sequence[str], link: str) -> bool:
    return any(link.startswith(f"{address}/") for address in addresses)
