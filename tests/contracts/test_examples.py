"""Each event has an example that is as the contract says, all of it: headers, key and data (docs/events.md "Envelope")."""

import json
from pathlib import Path
from typing import Any

import pytest

from contracts.events import catalogue
from contracts.events.envelope import encode, event_id, name_and_version, read_envelope
from contracts.events.event import Event
from contracts.publishing.asyncapi import message_key
from contracts.publishing.publish import PUBLISHED
from tests.support.published_schemas import faults

EXAMPLES = Path(catalogue.__file__).parents[1] / "examples"
NAMES = sorted(file.stem for file in EXAMPLES.iterdir())


def example(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    return read


def event_of(name: str, shown: dict[str, Any]) -> Event:
    kind = catalogue.find(*name_and_version(f"learning.{name}"))
    assert kind is not None
    return kind.model_validate_json(json.dumps(shown["data"]))


def test_each_event_has_an_example_and_each_example_an_event() -> None:
    assert sorted(message_key(event) for event in catalogue.PUBLISHERS) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_an_example_is_as_the_published_schemas_say(name: str) -> None:
    shown = example(name)
    assert faults(name, shown["headers"], shown["data"]) == []


@pytest.mark.parametrize("name", NAMES)
def test_an_example_is_what_the_code_would_send(name: str) -> None:
    shown = example(name)
    sent = encode(read_envelope(shown["headers"]), event_of(name, shown))
    assert (sent.headers, sent.key, json.loads(sent.body)) == (shown["headers"], shown["key"], shown["data"])


@pytest.mark.parametrize("name", NAMES)
def test_the_envelope_of_an_example_fits_its_data(name: str) -> None:
    shown = example(name)
    envelope, event = read_envelope(shown["headers"]), event_of(name, shown)
    assert envelope.type == event.type() == f"learning.{name}"
    assert envelope.dataschema == json.loads((PUBLISHED / f"{name}.json").read_text(encoding="utf-8"))["$id"]
    assert envelope.subject == event.about()
    assert envelope.id == event_id(envelope.partitionkey, envelope.sequence, envelope.type)
    assert envelope.source.split("/")[-1] == catalogue.publisher(type(event))
    assert envelope.correlationid == event.thread() or event.thread() is None


def test_the_published_schemas_find_each_fault_of_a_wrong_example() -> None:
    shown = example("FindingRecorded.v1")
    del shown["headers"]["ce_sequence"]
    shown["headers"]["ce_edition"] = "first"
    del shown["data"]["review"]
    shown["data"] |= {"kind": "bad-practice", "themes": ["Not A Code"], "respond_by": "soon"}
    assert len(faults("FindingRecorded.v1", shown["headers"], shown["data"])) == 6
