"""Kinds of aggregate: the ground shared by the store, the rules and the tables of a service."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from services.chassis.rules.access import EVERYBODY
from services.chassis.rules.decisions import Decided, Given
from services.chassis.rules.retention import Period

Index = str | tuple[str, ...]
"""A query key that an index finds, or several that are asked together and found by one label."""
Decide = Callable[[Any, Given], Decided[Any]]
"""A rule with its command and facts bound: from the state (None before the first save) to a decision."""


def never(state: Any, given: Given) -> datetime | None:
    return None


def nothing_to_ring(state: Any, given: Given) -> Decided[Any]:
    return Decided(state)


def everybody(state: Any) -> tuple[str, ...]:
    return (EVERYBODY,)


def present_edition(state: Any) -> int | None:
    return None


def nobody(state: Any) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True)
class Kind:
    """A kind of aggregate: one document, decided on alone.

    `keys` returns the flat query keys of a state (strings, numbers, lists of strings). A query asks only for keys of which
    one is `indexed` or `unique` in the service. `indexed` is in order of how much a key narrows: the first that is asked
    finds, and the rest filters. A list may be in the order of an `ordered` key. `readers` and `hidden_from` return the labels
    of people who may know of a document (see `rules.access`). Every read queries by them. `threads` returns the threads of a
    state. The first is the correlation of its events. `alarm` returns the next instant at which time alone may change the
    state. `ring` decides everything that is due by now. `edition` returns the edition of the settings that governs a state, or
    None for the one in force. `upgrades[n]` brings a stored state from schema n to n+1. Events of a kind that is not `traced`
    carry no trace context, so that no one can follow them to a person. Times of a `dated` kind are kept to the day (FC3). The
    history of a kind that `hides_actor` has the person of each command sealed with the state. `period` is the retention of a
    kind (see `store.retained`).
    """

    name: str
    state: type[BaseModel]
    keys: Callable[[Any], Mapping[str, Any]]
    threads: Callable[[Any], tuple[str, ...]]
    alarm: Callable[[Any, Given], datetime | None] = never
    ring: Callable[[Any, Given], Decided[Any]] = nothing_to_ring
    readers: Callable[[Any], Collection[str]] = everybody
    hidden_from: Callable[[Any], Collection[str]] = nobody
    edition: Callable[[Any], int | None] = present_edition
    indexed: tuple[Index, ...] = ()
    ordered: tuple[str, ...] = ()
    unique: tuple[str, ...] = ()
    schema: int = 1
    upgrades: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = field(default_factory=dict)
    traced: bool = True
    dated: bool = False
    hides_actor: bool = False
    period: Period | None = None

    def shown_to_operators(self, id_: str, since: Mapping[str, Any]) -> dict[str, Any]:
        """Returns the fields by which operators see a document: its kind, its id, and what happened to it since when.

        Of a `dated` kind they see neither the id nor a time, so that they learn when nobody wrote.
        """
        if not self.dated:
            return {"id": id_, "kind": self.name, **since}
        return {"kind": self.name, **_without_times(since)}


def _without_times(since: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: _without_times(value) if isinstance(value, Mapping) else value
        for name, value in since.items()
        if not isinstance(value, datetime)
    }
