"""The tables that a service is made of: commands, reactions and acts after a ring. Data, read by the chassis."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from contracts.events.envelope import Received
from contracts.events.event import Event
from services.chassis.room.reading import Reader
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Actor, Decided
from services.chassis.store.documents import Document
from services.chassis.store.kinds import Decide, Kind


@dataclass(frozen=True)
class Command:
    """A command that people give. The rule is called as `decide(state, body, given)`, with `facts` last if the row names them.

    `may` lists the roles; the rule itself refuses what no role may do. A command that `creates` starts from no state, and its
    `path` has no `{id}`. The name of the body's model is the name of the command, such as `ConfirmFinding`.
    """

    path: str
    kind: Kind
    body: type[BaseModel]
    decide: Callable[..., Decided[Any]]
    may: frozenset[str]
    creates: bool = False
    identity: Callable[[Room, Any, Actor], Awaitable[str]] | None = None
    """Derives the id from business keys, so that the rule may find a state. Otherwise caller and key give the id."""
    facts: Callable[[Room, str, Any], Awaitable[Any]] | None = None
    """Reads other aggregates of this service, from the aggregate's id and the body. Read again in every try."""
    reader: Callable[[Room, Actor], Awaitable[Reader]] | None = None
    """Adds the labels that the person inherits from elsewhere, as lists do. Without one of its readers' labels it is a 404."""
    prepare: Callable[[Room, str, Any], Awaitable[Any]] | None = None
    """Turns the body into what the rule decides on, such as sorted answers."""

    @property
    def name(self) -> str:
        return self.body.__name__


@dataclass(frozen=True)
class Effect:
    """The change that an event makes to one aggregate. Without `creates`, the event waits until the aggregate exists."""

    kind: Kind
    id: str
    decide: Decide
    creates: bool = False
    knows_repeats: bool = False
    """Whether the rule itself changes nothing when the event comes again, in any order. The aggregate then notes no sequence,
    so that its document does not grow with the aggregates that it hears of."""


class NotYet(Exception):
    """The subject of an event has not arrived: the event waits, and so does its lane. A reaction may raise it."""


Reaction = Callable[[Received[Any], Room], Awaitable[list[Effect]]]
Reactions = Mapping[type[Event], Reaction]
"""Events in, one function each."""

Measure = Callable[[Room], Awaitable[None]]
"""Regular work that the sweep does every few seconds: sets gauges, saves counts, removes old entries of the log of reads."""

AfterRing = Callable[[Room, Document], Awaitable[None]]
"""An act in the world that follows a saved ring, in the process that saved it."""
