"""No body that a request may hold keeps the loop for long while its fields are checked."""

import importlib
from collections.abc import Iterator
from time import process_time
from typing import Any

import pytest
from pydantic import ValidationError

from local.parts.names import SERVICES, module
from services.chassis.rules.values import CommandBody
from services.chassis.settings import HostSettings

for service in SERVICES:
    importlib.import_module(module(service))
LARGEST = HostSettings.model_fields["largest_request"].default
MOST = 0.25
"""Seconds. The slowest body took 0.06."""
MANY = 1000


class Room:
    """The bytes that are left in a body."""

    def __init__(self) -> None:
        self.left = int(LARGEST)

    def text(self, longest: int) -> str:
        size = max(0, min(longest, self.left))
        self.left -= size + 4
        return "a@" * (size // 2)


def worst(schema: dict[str, Any], models: dict[str, Any], room: Room) -> Any:  # noqa: PLR0911 - one for each form
    """Returns a value that is as large as a schema and the room allow, with texts that keep the detectors busy."""
    if "$ref" in schema:
        return worst(models[schema["$ref"].rpartition("/")[2]], models, room)
    if options := schema.get("anyOf") or schema.get("allOf"):
        return worst(options[0], models, room)
    match schema.get("type"):
        case "object" if "properties" in schema:
            return {name: worst(each, models, room) for name, each in schema["properties"].items()}
        case "object":
            values = schema.get("additionalProperties") or next(iter(schema["patternProperties"].values()))
            return {f"q{at}": worst(values, models, room) for at in range(schema.get("maxProperties", MANY)) if room.left > 0}
        case "array":
            return [worst(schema["items"], models, room) for _ in range(schema.get("maxItems", MANY)) if room.left > 0]
        case "string":
            return schema.get("enum", [room.text(schema.get("maxLength", LARGEST))])[0]
        case _:
            room.left -= 8
            return None


def bodies(parent: type[CommandBody] = CommandBody) -> Iterator[type[CommandBody]]:
    for each in parent.__subclasses__():
        yield each
        yield from bodies(each)


@pytest.mark.parametrize("body", sorted(set(bodies()), key=str), ids=lambda each: str(each.__name__))
def test_largest_body_is_checked_within_the_bound(body: type[CommandBody]) -> None:
    schema = body.model_json_schema()
    sent = worst(schema, schema.get("$defs", {}), Room())

    def seconds() -> float:
        start = process_time()
        try:
            body.model_validate(sent)
        except ValidationError as refusal:
            refusal.errors()
        return process_time() - start

    assert any(seconds() < MOST for _ in range(2)), seconds()
