"""The tables a service is made of: its kinds of aggregate, its commands and its reactions. Data, read by the chassis."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from contracts.envelope import Received
from contracts.events import Event
from services.chassis.decisions import Actor, Decided, Given

if TYPE_CHECKING:
    from services.chassis.room import Room

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


@dataclass(frozen=True)
class Command:
    """A command that people give: `decide(state, body, given)`, with `facts` last where it needs them.

    `may` lists the roles; what no role may do is refused by the rule itself. A command that `creates` starts from no state; its
    `path` has no `{id}`. The name is the name of the body's model: `ConfirmFinding`.
    """

    path: str
    kind: Kind
    body: type[BaseModel]
    decide: Callable[..., Decided[Any]]
    may: frozenset[str]
    creates: bool = False
    identity: Callable[[Any, Actor], str] | None = None
    """The id of what it creates, from business keys; otherwise the caller and the key give it. Its rule may find a state."""
    facts: "Callable[[Room, str, Any], Awaitable[Any]] | None" = None
    """Reads other aggregates of this service, from the aggregate's id and the command's body."""
    seal: "Callable[[Room, str, Any], Awaitable[Any]] | None" = None
    """Encrypts what must not be stored as it came, before anything is decided."""

    @property
    def name(self) -> str:
        return self.body.__name__


@dataclass(frozen=True)
class Effect:
    """What an event changes: one aggregate. Where `creates`, one that is not there is made; otherwise the event waits."""

    kind: Kind
    id: str
    decide: Decide
    creates: bool = False


class NotYet(Exception):
    """What the event is about is not here yet: the event waits, and those behind it. A reaction may raise it."""


Reaction = Callable[[Received[Any], "Room"], Awaitable[list[Effect]]]
Reactions = Mapping[type[Event], Reaction]
"""Events in: one function each."""
