"""What is promised, as JSON Schema 2020-12: of each event's data, of the envelope and of the settings document."""

from typing import Any

from pydantic import BaseModel

from contracts.events.envelope import Envelope
from contracts.events.event import Event
from contracts.framework.document import Framework

Document = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(model: type[BaseModel], id_: str) -> Document:
    return {"$schema": DIALECT, "$id": id_, **model.model_json_schema()}


def event_schema(event: type[Event]) -> Document:
    """Of the data of one version of an event; its id is the `dataschema` of the envelope."""
    return schema_of(event, f"urn:learning:{event.wire_name()}:{event.version}") | {"title": event.wire_name()}


def envelope_schema() -> Document:
    """Of the attributes, as in the structured mode of CloudEvents (without `data`)."""
    return schema_of(Envelope, "urn:learning:envelope:1")


def headers_schema() -> Document:
    """Of the same attributes as Kafka headers: each begins with `ce_` and is a string."""
    envelope = Envelope.model_json_schema()
    properties = {f"ce_{name}": as_header(each) for name, each in envelope["properties"].items()}
    return {
        "$schema": DIALECT,
        "$id": "urn:learning:headers:1",
        "title": "Headers",
        "type": "object",
        "properties": {
            **properties,
            "content-type": {"const": "application/json"},
            "traceparent": properties["ce_traceparent"],
        },
        "required": ["ce_specversion", *(f"ce_{name}" for name in envelope["required"]), "content-type"],
    }


def as_header(attribute: Document) -> Document:
    """An attribute's schema once its value is a header: a string, absent where the attribute is null."""
    present: Document = next((each for each in attribute.get("anyOf", ()) if each["type"] != "null"), attribute)
    if present["type"] == "integer":
        return {"type": "string", "pattern": "^[1-9][0-9]*$"}
    return {key: value for key, value in present.items() if key not in ("title", "default")}


def framework_schema() -> Document:
    """Of the settings document, for editors; what must fit together besides is checked when it is loaded."""
    return schema_of(Framework, "urn:learning:framework:1")
