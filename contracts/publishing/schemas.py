"""JSON Schemas (2020-12) of each event's data, of the envelope and of the settings document."""

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
    """Returns the schema of one version of an event's data. Its id is the envelope's `dataschema`."""
    return schema_of(event, event.schema_id()) | {"title": event.wire_name()}


def envelope_schema() -> Document:
    """Returns the schema of the attributes, as in the structured mode of CloudEvents (without `data`)."""
    return schema_of(Envelope, "urn:learning:envelope:1")


def headers_schema() -> Document:
    """Returns the schema of the same attributes as Kafka headers: strings whose names begin with `ce_`."""
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
    """Returns an attribute's schema in its header form: a string, absent if the attribute is null."""
    present: Document = next((each for each in attribute.get("anyOf", ()) if each["type"] != "null"), attribute)
    if present["type"] == "integer":
        return {"type": "string", "pattern": "^[1-9][0-9]*$"}
    return {key: value for key, value in present.items() if key not in ("title", "default")}


def framework_schema() -> Document:
    """Returns the schema of the settings document, for editors.

    Loading the document checks how its parts fit together.
    """
    return schema_of(Framework, "urn:learning:framework:1")
