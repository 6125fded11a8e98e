"""Query keys: the flat fields by which lists and look-ups find a document, and the indexes that answer each query."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from pymongo import ASCENDING

from services.chassis.store.kinds import Index, Kind

BY_LABEL = "by label"
"""The name of the one index of labels, in which each label's documents are in order of id."""


@dataclass(frozen=True)
class Query:
    """A query, and the name of the index that answers it."""

    where: dict[str, Any]
    index: str


@dataclass(frozen=True)
class Span:
    """The values of a key between two ends, of which each may be left out. `since` and `until` belong to the span.

    A span of the key of an order bounds what is read. A span of another key filters what a further key finds.
    """

    since: Any = None
    after: Any = None
    until: Any = None
    before: Any = None

    @property
    def condition(self) -> dict[str, Any]:
        ends = {"$gte": self.since, "$gt": self.after, "$lte": self.until, "$lt": self.before}
        return {how: end for how, end in ends.items() if end is not None}


def query_fields(kind: Kind, state: Any) -> dict[str, Any]:
    """Returns the fields that a document of this state holds, so that lists find it and readers may know of it."""
    keys = dict(kind.keys(state))
    return {"keys": keys, "found_by": found_by(kind, keys, kind.readers(state)), "hidden_from": sorted(kind.hidden_from(state))}


def found_by(kind: Kind, keys: Mapping[str, Any], readers: Collection[str]) -> list[str]:
    """Returns the labels for the index: the kind, each value of its indexed keys, and each reader."""
    values = [label for index in kind.indexed for label in _labels(kind, index, keys)]
    return [kind.name, *values, *(_reader(kind, each) for each in sorted(set(readers)))]


def query_for(
    kind: Kind, keys: Mapping[str, Any], readers: Collection[str] | None = None, *, order: str | None = None
) -> Query:
    """Returns the query for documents with these keys that readers with these labels may know of.

    A set of values means any of them, and a `Span` those between its ends. The service itself reads with None. The first of
    the kind's unique and indexed keys that is asked uses the index, and the rest filters the result. Raises ValueError for
    keys that no index answers.
    """
    exact = {name for name, value in keys.items() if not isinstance(value, Span)}
    used = next((each for each in (*kind.unique, *kind.indexed) if exact >= set(_names(each))), ())
    if keys.keys() - {order} and not used:
        raise ValueError(f"no index of {kind.name} answers {', '.join(keys)}")
    where: dict[str, Any] = {f"keys.{name}": condition(value) for name, value in keys.items() if name not in _names(used)}
    asked: list[Any] = []
    if readers is not None:
        asked.append(condition({_reader(kind, each) for each in readers}))
        where["hidden_from"] = {"$nin": sorted(readers)}
    if used in kind.unique:
        return Query({"kind": kind.name, f"unique.{used}": keys[str(used)], **where, **_all(asked)}, unique_index(str(used)))
    if used:
        asked.insert(0, condition(set(_labels(kind, used, keys))))
    where |= _all(asked or [kind.name])
    return Query(where | {"kind": kind.name}, order_index(kind, order)) if order else Query(where, BY_LABEL)


def known_to(kinds: Iterable[Kind], readers: Collection[str]) -> dict[str, Any]:
    """Returns the query for documents of any of these kinds that readers with these labels may know of."""
    labels = [_reader(kind, each) for kind in kinds for each in sorted(readers)]
    return {"found_by": {"$in": labels}, "hidden_from": {"$nin": sorted(readers)}}


def condition(value: Any) -> Any:
    """Returns the condition for a value, for any of a set of values, or for a span of them."""
    if isinstance(value, Span):
        return value.condition
    if not isinstance(value, set | frozenset):
        return value
    return next(iter(value)) if len(value) == 1 else {"$in": sorted(value)}


def unique_index(key: str) -> str:
    """Returns the name of the index of a unique key."""
    return f"unique {key}"


def order_index(kind: Kind, key: str) -> str:
    """Returns the name of the index of a kind's labels in which each label's documents are in order of a key."""
    return f"{kind.name} by {key}"


def order_fields(key: str) -> list[tuple[str, int]]:
    """Returns the fields of such an index."""
    return [("found_by", ASCENDING), (f"keys.{key}", ASCENDING), ("_id", ASCENDING)]


def _labels(kind: Kind, index: Index, keys: Mapping[str, Any]) -> list[str]:
    """Returns the labels of one index, one for each combination of values. A set or list holds several values of a key."""
    names = _names(index)
    return [f"{kind.name}/{'+'.join(names)}/{'+'.join(each)}" for each in product(*(_each(keys[name]) for name in names))]


def _names(index: Index) -> tuple[str, ...]:
    return (index,) if isinstance(index, str) else index


def _reader(kind: Kind, label: str) -> str:
    return f"{kind.name}/known-to/{label}"


def _each(value: Any) -> list[str]:
    """Returns the values of a key in the form of labels."""
    several = value if isinstance(value, list | tuple | set | frozenset) else [] if value is None else [value]
    return [str(each) for each in several]


def _all(labels: list[Any]) -> dict[str, Any]:
    """Returns the condition that all of these labels hold."""
    return {"found_by": labels[0]} if len(labels) == 1 else {"$and": [{"found_by": each} for each in labels]} if labels else {}
