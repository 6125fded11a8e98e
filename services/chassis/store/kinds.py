"""Kinds of aggregate: the ground that the store, the rules and the tables of a service share."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from services.chassis.rules.decisions import Actor, Decided, Given

Decide = Callable[[Any, Given], Decided[Any]]
"""What remains of a rule once its command and facts are bound: from the state (None: not there yet) to a decision."""


def never(state: Any, given: Given) -> datetime | None:
    return None


def nothing_to_ring(state: Any, given: Given) -> Decided[Any]:
    return Decided(state)


def everybody(state: Any, actor: Actor) -> bool:
    return True


@dataclass(frozen=True)
class Kind:
    """A kind of aggregate: one document, decided on alone.

    `keys` gives the flat query keys from the state (strings, numbers, lists of strings), of which some are `indexed` and some
    `unique` in the service; `threads` the threads that it belongs
    to, the first being the correlation of its events; `alarm` the next instant at which time alone may change it; `ring` what
    should have happened by now; `visible` whether an actor may know of it. Stored states of an older `schema` are brought up
    by `upgrades[n]`, from n to n+1. What nobody is to trace back to whoever gave it is not `traced` (its events carry no trace
    context), and where `dated` its times are kept to the day (FC3).
    """

    name: str
    state: type[BaseModel]
    keys: Callable[[Any], Mapping[str, Any]]
    threads: Callable[[Any], tuple[str, ...]]
    alarm: Callable[[Any, Given], datetime | None] = never
    ring: Callable[[Any, Given], Decided[Any]] = nothing_to_ring
    visible: Callable[[Any, Actor], bool] = everybody
    indexed: tuple[str, ...] = ()
    unique: tuple[str, ...] = ()
    schema: int = 1
    upgrades: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = field(default_factory=dict)
    traced: bool = True
    dated: bool = False
