"""Query keys: the flat fields by which lists and look-ups find a document, and the labels in its one index."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from services.chassis.store.kinds import Kind


def query_fields(kind: Kind, state: Any) -> dict[str, Any]:
    """Returns the fields that a document of this state holds, so that lists find it and readers may know of it."""
    keys = dict(kind.keys(state))
    return {"keys": keys, "found_by": found_by(kind, keys, kind.readers(state)), "hidden_from": sorted(kind.hidden_from(state))}


def found_by(kind: Kind, keys: Mapping[str, Any], readers: Collection[str]) -> list[str]:
    """Returns the labels for the index: the kind, each value of its indexed keys, and each reader."""
    values = [_label(kind, name, value) for name in kind.indexed for value in _each(keys[name])]
    return [kind.name, *values, *(_reader(kind, each) for each in sorted(set(readers)))]


def query_for(kind: Kind, keys: Mapping[str, Any], readers: Collection[str] | None = None) -> dict[str, Any]:
    """Returns the query for documents with these keys that readers with these labels may know of.

    The service itself reads with None. The first indexed key uses the index, and the rest filters the result.
    """
    first = next((name for name in keys if name in kind.indexed), None)
    query: dict[str, Any] = {f"keys.{name}": value for name, value in keys.items() if name != first}
    asked: list[Any] = [_label(kind, first, keys[first])] if first else []
    if readers is not None:
        asked.append({"$in": [_reader(kind, each) for each in sorted(readers)]})
        query["hidden_from"] = {"$nin": sorted(readers)}
    match asked:
        case []:
            query["found_by"] = kind.name
        case [only]:
            query["found_by"] = only
        case several:
            query["$and"] = [{"found_by": each} for each in several]
    return query


def known_to(kinds: Iterable[Kind], readers: Collection[str]) -> dict[str, Any]:
    """Returns the query for documents of any of these kinds that readers with these labels may know of."""
    labels = [_reader(kind, each) for kind in kinds for each in sorted(readers)]
    return {"found_by": {"$in": labels}, "hidden_from": {"$nin": sorted(readers)}}


def _label(kind: Kind, name: str, value: str) -> str:
    return f"{kind.name}/{name}/{value}"


def _reader(kind: Kind, label: str) -> str:
    return f"{kind.name}/known-to/{label}"


def _each(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [] if value is None else [value]
