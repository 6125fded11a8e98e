"""A canary in every free text that is sent, wherever the services' own OpenAPI says that a text is free."""

import re
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any
from uuid import uuid4

import httpx
from typing_extensions import override

from local.partnership import POLICE
from tests.component.harness import Component, Inside
from tests.support.encoded import unwrapped

CANARY = "Canary Rosalind Finch"
CODED = "canary-rosalind-finch"
"""A canary that passes for a code."""
BOUND = ("pattern", "format", "enum", "const")
"""What makes a text no free text."""
KEPT = {"receipt", "form_token", "address"}
"""Free in form, but a receipt or token must be the right one, and where an address goes has a test of its own."""
SAMPLES = ("neglect", POLICE, "2025-q3", "p-0123456789ab", "0" * 64, "https://files.example/a?b", "someone@inbox.example")
Json = dict[str, Any]
Place = tuple[str, str]
"""Of a free text: the route, and the field's name."""


class Document:
    """What a service's OpenAPI document says of the bodies that it takes."""

    def __init__(self, document: Json) -> None:
        self.parts: Json = document.get("components", {}).get("schemas", {})
        self.bodies: dict[str, Json] = {
            path: methods["post"]["requestBody"]["content"]["application/json"]["schema"]
            for path, methods in document["paths"].items()
            if "requestBody" in methods.get("post", {})
        }

    def route(self, path: str) -> str:
        return next(each for each in self.bodies if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", each), path))

    def places(self, path: str) -> set[Place]:
        """The free texts of a body, whether or not they are sent."""
        return {(path, name) for name, _ in self._free(self.bodies[path], "")}

    def planted(self, path: str, body: Json) -> tuple[Json, set[Place]]:
        """The body with the canary before each free text that it has, and where that is."""
        planted: set[Place] = set()

        def plant(value: Any, schema: Json, name: str) -> Any:
            schemas = list(self._choices(schema))
            if isinstance(value, dict):
                return {
                    key: plant(each, self._member(schemas, key), key if _has(schemas, key) else name)
                    for key, each in value.items()
                }
            if isinstance(value, list):
                return [plant(each, self._items(schemas), name) for each in value]
            if isinstance(value, str) and name not in KEPT and any(map(_is_free, schemas)):
                planted.add((path, name))
                return f"{CANARY}. {value}"
            return value

        return plant(body, self.bodies[path], ""), planted

    def sample(self, path: str) -> Json:
        """A body of the right form with a canary in each free text; rules may refuse it."""
        made: Json = self._sample(self.bodies[path], "")
        return made

    def _sample(self, schema: Json, name: str) -> Any:
        first = next(self._choices(schema))
        if "enum" in first or "const" in first:
            return first.get("const", (first.get("enum") or [None])[0])
        match first.get("type"):
            case "object":
                return {key: self._sample(each, key) for key, each in first.get("properties", {}).items()}
            case "array":
                return [self._sample(first.get("items", {}), name)]
            case "string":
                return CANARY if _is_free(first) else _bound(first)
            case other:
                return {"integer": int(first.get("minimum", 1)), "number": 1, "boolean": True}.get(str(other))

    def _free(self, schema: Json, name: str) -> Iterator[tuple[str, Json]]:
        for each in self._choices(schema):
            if _is_free(each) and name not in KEPT:
                yield name, each
            for key, member in each.get("properties", {}).items():
                yield from self._free(member, key)
            for member in (*_open_members(each), *filter(None, [each.get("items")])):
                yield from self._free(member, name)

    def _choices(self, schema: Json) -> Iterator[Json]:
        if "$ref" in schema:
            yield from self._choices(self.parts[schema["$ref"].rpartition("/")[2]])
        elif inner := schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf"):
            for each in inner:
                yield from self._choices(each)
        else:
            yield schema

    def _member(self, schemas: list[Json], key: str) -> Json:
        named = [each["properties"][key] for each in schemas if key in each.get("properties", {})]
        return {"anyOf": named or [member for each in schemas for member in _open_members(each)] or [{}]}

    def _items(self, schemas: list[Json]) -> Json:
        return {"anyOf": [each["items"] for each in schemas if "items" in each] or [{}]}


def _bound(schema: Json) -> str:
    """A text of that form, or a canary that tries to be one."""
    if "format" in schema:
        return "2025-03-03" if schema["format"] == "date" else "2025-03-03T09:00:00Z"
    return next((each for each in (*SAMPLES, str(uuid4())) if re.search(schema["pattern"], each)), CODED)


def _is_free(schema: Json) -> bool:
    return schema.get("type") == "string" and not any(each in schema for each in BOUND)


def _has(schemas: list[Json], key: str) -> bool:
    return any(key in each.get("properties", {}) for each in schemas)


def _open_members(schema: Json) -> list[Json]:
    others = [schema.get("additionalProperties"), *schema.get("patternProperties", {}).values()]
    return [each for each in others if isinstance(each, dict)]


class Planting(httpx.Client):
    """Calls a service as people do, and plants canaries. `taken` holds the places whose canary was accepted."""

    def __init__(self, component: Component) -> None:
        super().__init__(base_url=component.client.base_url, transport=Inside(component))
        self.document = Document(component.client.get("/openapi.json").json())
        self.taken: set[Place] = set()

    @override
    def post(self, url: Any, *, json: Any = None, **others: Any) -> httpx.Response:
        body, places = self.document.planted(self.document.route(str(url)), json) if json else (json, set())
        answer = super().post(url, json=body, **others)
        if answer.is_success:
            self.taken |= places
        else:
            assert free_of_canaries(answer.text + str(answer.headers)), answer.text
        return answer


def free_of(canaries: Iterable[str], text: str | bytes) -> bool:
    """Whether none of them is in it, however it is written."""
    lower = unwrapped(text.decode(errors="replace") if isinstance(text, bytes) else text).lower()
    return not any(written in lower for each in canaries for written in (each.lower(), each.lower().replace(" ", "%20")))


free_of_canaries = partial(free_of, (CANARY, CODED, "rosalind"))
