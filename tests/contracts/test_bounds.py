"""No request body holds a text, a list or a map without a bound, in any command of any service."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from local.openapi import BUILDS, FOLDER

Node = Mapping[str, Any]
BOUNDED = {"enum", "const", "format", "maxLength"}
"""Any of these bounds a text. So does a pattern that repeats nothing without end."""
ENDLESS = re.compile(r"[*+]|\{\d+,\}")
BOUND = {"array": "maxItems", "object": "maxProperties"}


def bodies(service: str) -> Iterator[tuple[str, Node, Mapping[str, Node]]]:
    document = json.loads((FOLDER / f"{service}.json").read_text())
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if content := operation.get("requestBody", {}).get("content"):
                yield f"{method} {path}", content["application/json"]["schema"], document["components"]["schemas"]


def unbounded(node: Node, schemas: Mapping[str, Node], place: str = "") -> Iterator[str]:
    """Yields the place of each part of a schema that has no bound."""
    if "$ref" in node:
        yield from unbounded(schemas[node["$ref"].rpartition("/")[2]], schemas, place)
    for how in ("anyOf", "oneOf", "allOf"):
        for each in node.get(how, ()):
            yield from unbounded(each, schemas, place)
    is_text = node.get("type") == "string" and not BOUNDED & node.keys()
    if is_text and ("pattern" not in node or ENDLESS.search(node["pattern"])):
        yield place
    many = node.get("items") if node.get("type") == "array" else node.get("additionalProperties")
    if isinstance(many, dict):
        if BOUND[node["type"]] not in node:
            yield place
        yield from unbounded(many, schemas, f"{place}/each")
    for name, each in node.get("properties", {}).items():
        yield from unbounded(each, schemas, f"{place}/{name}")


@pytest.mark.parametrize("service", BUILDS)
def test_every_part_of_a_request_body_has_a_bound(service: str) -> None:
    found = {name: places for name, body, schemas in bodies(service) if (places := list(unbounded(body, schemas)))}
    assert found == {}


def test_part_without_a_bound_is_found() -> None:
    text, codes = {"type": "string"}, {"type": "array", "items": {"type": "string", "pattern": "^[a-z]+$"}}
    schema = {"type": "object", "properties": {"a": text, "b": codes, "c": {"type": "string", "maxLength": 5}}}
    assert list(unbounded(schema, {})) == ["/a", "/b", "/b/each"]
