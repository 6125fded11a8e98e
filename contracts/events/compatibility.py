"""Compatibility: within a version, an event only gains optional fields (docs/events.md "Versions").

This module finds other changes.
"""

from collections.abc import Iterator, Mapping
from typing import Any

WORDS = frozenset({"title", "description", "examples", "default", "$schema", "$id", "$defs"})
"""Parts of a schema that promise nothing."""

STRUCTURE = frozenset({"properties", "required"})

Schema = Mapping[str, Any]


def breaking(before: Schema, now: Schema) -> list[str]:
    """Returns every change between two schemas of one event version that could break a reader of the first."""
    return list(differences(resolved(before, before), resolved(now, now), ""))


def resolved(part: Any, root: Schema) -> Any:
    """Returns a schema with its references resolved and its descriptions removed, which leaves only promises to
    compare."""
    if isinstance(part, Mapping):
        if "$ref" in part:
            return resolved(root["$defs"][part["$ref"].rsplit("/", 1)[-1]], root)
        return {
            key: {name: resolved(each, root) for name, each in value.items()} if key == "properties" else resolved(value, root)
            for key, value in part.items()
            if key not in WORDS
        }
    if isinstance(part, list):
        return [resolved(each, root) for each in part]
    return part


def differences(before: Any, now: Any, at: str) -> Iterator[str]:
    """Compares two resolved schemas: objects field by field, and everything else by equality."""
    if not isinstance(before, Mapping) or not isinstance(now, Mapping):
        if before != now:
            yield f"{at or 'the event'}: changed from {before} to {now}"
        return
    yield from changed_fields(before, now, at)
    for key in sorted((before.keys() | now.keys()) - STRUCTURE):
        if key == "enum":
            yield from changed_values(before.get(key, ()), now.get(key, ()), at)
        elif key in ("items", "additionalProperties", "patternProperties"):
            yield from differences(before.get(key), now.get(key), at)
        elif before.get(key) != now.get(key):
            yield f"{at or 'the event'}: its {key} changed from {before.get(key)} to {now.get(key)}"


def changed_fields(before: Schema, now: Schema, at: str) -> Iterator[str]:
    old, new = before.get("properties", {}), now.get("properties", {})
    had, has = set(before.get("required", ())), set(now.get("required", ()))
    for name, path in ((name, f"{at}.{name}".lstrip(".")) for name in sorted(old.keys() | new.keys())):
        if name not in new:
            yield f"{path}: removed"
        elif name not in old and name in has:
            yield f"{path}: new, and required"
        elif name in old and (name in had) != (name in has):
            yield f"{path}: was {'required' if name in had else 'optional'} before"
        if name in old and name in new:
            yield from differences(old[name], new[name], path)


def changed_values(before: list[Any], now: list[Any], at: str) -> Iterator[str]:
    for value in before:
        if value not in now:
            yield f"{at}: {value} was removed from its values"
    for value in now:
        if value not in before:
            yield f"{at}: {value} was added to its values, which readers of this version do not know"


def broken(promised: Mapping[str, Schema], made: Mapping[str, Schema]) -> list[str]:
    """Returns every broken promise of a set of schemas, by file name. New schemas break none."""
    faults = [f"{name}: is gone" for name in sorted(promised.keys() - made.keys())]
    return faults + [
        f"{name}: {each}" for name in sorted(promised.keys() & made.keys()) for each in breaking(promised[name], made[name])
    ]
