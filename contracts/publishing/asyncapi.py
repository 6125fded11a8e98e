"""The events as an AsyncAPI 3.0 document: topics as channels, their messages and their readers."""

from typing import Any

from contracts.events.catalogue import SERVICES, published_by, publisher, read_by, topic
from contracts.events.event import Event

Document = dict[str, Any]

ABOUT = (
    "Each service publishes to one topic and reads what it needs from the others. CloudEvents 1.0 in Kafka's binary mode: the "
    "attributes are headers that begin with ce_, the body is JSON. The key is the id of the aggregate that decided; order and "
    "ce_sequence hold for each key. Delivery is at least once: skip events up to the last "
    "ce_sequence that you have read. A deployment may put a prefix before the names of the topics. Only the four services may "
    "read or write them."
)

PARTITIONS = 12
"""The partitions of a topic, fixed from the start, because another number would break the order per key."""


def asyncapi() -> Document:
    """Returns the whole document as plain data."""
    publishers = [each for each in SERVICES if published_by(each)]
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Learning and Improvement Framework: events", "version": "1.0.0", "description": ABOUT},
        "defaultContentType": "application/json",
        "channels": {each: channel(each) for each in publishers},
        "operations": {key: value for each in SERVICES for key, value in operations(each).items()},
        "components": {"messages": {message_key(event): message(event) for each in publishers for event in published_by(each)}},
    }


def message_key(event: type[Event]) -> str:
    return f"{event.wire_name()}.v{event.version}"


def channel(service: str) -> Document:
    events = published_by(service)
    return {
        "address": topic(events[0]),
        "description": f"Events of {service}, kept for ever.",
        "messages": {message_key(each): {"$ref": f"#/components/messages/{message_key(each)}"} for each in events},
        "bindings": {
            "kafka": {
                "partitions": PARTITIONS,
                "topicConfiguration": {"cleanup.policy": ["delete"], "retention.ms": -1},
                "bindingVersion": "0.5.0",
            }
        },
    }


def operations(service: str) -> dict[str, Document]:
    """Yields a service's operations: the events that it publishes, and those that it reads from each topic."""
    found = {f"{service}.publishes": operation("send", service, published_by(service))} if published_by(service) else {}
    for source in SERVICES:
        wanted = tuple(event for event in read_by(service) if publisher(event) == source)
        if wanted:
            found[f"{service}.reads.{source}"] = operation("receive", source, wanted)
    return found


def operation(action: str, at: str, events: tuple[type[Event], ...]) -> Document:
    return {
        "action": action,
        "channel": {"$ref": f"#/channels/{at}"},
        "messages": [{"$ref": f"#/channels/{at}/messages/{message_key(each)}"} for each in events],
    }


def message(event: type[Event]) -> Document:
    """Returns a message: headers, payload, subject and readers."""
    return {
        "name": event.type(),
        "title": event.wire_name(),
        "summary": " ".join((event.__doc__ or "").split()),
        "contentType": "application/json",
        "headers": headers(event),
        "payload": {"$ref": f"./{message_key(event)}.json"},
        "correlationId": {"location": "$message.header#/ce_correlationid"},
        "bindings": {"kafka": {"key": {"type": "string", "format": "uuid"}, "bindingVersion": "0.5.0"}},
        "x-subject": event.subject,
        "x-read-by": list(event.reads),
    }


def headers(event: type[Event]) -> Document:
    """Returns the headers of every message, with the values that are constant in this one."""
    always = {
        "ce_type": {"const": event.type()},
        "ce_dataschema": {"const": f"urn:learning:{event.wire_name()}:{event.version}"},
        "ce_source": {"type": "string", "pattern": f"/{publisher(event)}$"},
    }
    return {"type": "object", "allOf": [{"$ref": "./headers.schema.json"}], "properties": always}
