"""The AsyncAPI document says of every event where it goes and who reads it, and every reference in it leads somewhere."""

import json
from collections.abc import Iterator
from typing import Any

import yaml

from contracts.events import catalogue
from contracts.publishing.publish import PUBLISHED

DOCUMENT: dict[str, Any] = yaml.safe_load((PUBLISHED / "asyncapi.yaml").read_text(encoding="utf-8"))


def references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if "$ref" in part:
            yield part["$ref"]
        part = list(part.values())
    for each in part if isinstance(part, list) else ():
        yield from references(each)


def followed(reference: str) -> Any:
    file, _, pointer = reference.partition("#")
    found = json.loads((PUBLISHED / file).read_text(encoding="utf-8")) if file else DOCUMENT
    for step in pointer.split("/")[1:]:
        found = found[step]
    return found


def messages(operation: str) -> set[str]:
    return {reference.rsplit("/", 1)[-1] for reference in references(DOCUMENT["operations"][operation]["messages"])}


def test_every_reference_leads_somewhere() -> None:
    found = list(references(DOCUMENT))
    assert len(found) > len(catalogue.PUBLISHERS)
    assert all(followed(reference) for reference in found)


def test_each_service_publishes_and_reads_what_the_events_say() -> None:
    for service in catalogue.SERVICES:
        sent = {f"{event.wire_name()}.v{event.version}" for event in catalogue.published_by(service)}
        assert (messages(f"{service}.publishes") if sent else set()) == sent
        read = {f"{event.wire_name()}.v{event.version}" for event in catalogue.read_by(service)}
        told = [messages(each) for each in DOCUMENT["operations"] if each.startswith(f"{service}.reads.")]
        assert set().union(*told) == read


def test_each_message_says_its_type_its_data_and_its_readers() -> None:
    for event in catalogue.PUBLISHERS:
        message = DOCUMENT["components"]["messages"][f"{event.wire_name()}.v{event.version}"]
        assert message["name"] == event.type()
        assert message["x-read-by"] == list(event.reads)
        assert followed(message["payload"]["$ref"])["$id"] == f"urn:learning:{event.wire_name()}:{event.version}"
