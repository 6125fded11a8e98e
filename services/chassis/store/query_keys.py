"""What lists and look-ups go by: the keys of a document, and its labels in the one index (decision 0016)."""

from collections.abc import Mapping
from typing import Any

from services.chassis.store.kinds import Kind


def query_fields(kind: Kind, state: Any) -> dict[str, Any]:
    """What a document of this state holds for lists to find it."""
    keys = dict(kind.keys(state))
    return {"keys": keys, "found_by": found_by(kind, keys)}


def found_by(kind: Kind, keys: Mapping[str, Any]) -> list[str]:
    """What the one index of documents holds of this one: its kind, and each value of the keys that are looked up."""
    return [kind.name, *(_label(kind, name, value) for name in kind.indexed for value in _each(keys[name]))]


def query_for(kind: Kind, keys: Mapping[str, Any]) -> dict[str, Any]:
    """Asks for the documents with these keys, by the first that is looked up; what it finds is held against the others."""
    first = next((name for name in keys if name in kind.indexed), None)
    others = {f"keys.{name}": value for name, value in keys.items() if name != first}
    return {"found_by": _label(kind, first, keys[first]) if first else kind.name} | others


def _label(kind: Kind, name: str, value: str) -> str:
    return f"{kind.name}/{name}/{value}"


def _each(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [] if value is None else [value]
