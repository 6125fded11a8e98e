"""The room: the service's dependencies (context), which its three doors share (docs/architecture.md "Doors")."""

from collections.abc import Callable, Collection, Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel

from contracts.framework.document import Framework
from contracts.framework.editions import governed
from services.chassis.channels.message import Channel
from services.chassis.privacy.keyring import Keyring
from services.chassis.rules.decisions import SYSTEM, Actor, Given
from services.chassis.store import editions
from services.chassis.store.documents import Document, NewerSchema, Store
from services.chassis.store.kinds import Kind
from services.chassis.store.parts import Nothing
from services.chassis.store.sealing import seals
from services.chassis.store.sizes import LARGEST_STATE

Now = Callable[[], datetime]


class Busy(Exception):
    """The document takes no more now: too many decide on it, too much of it waits to be sent, or it remembers too many
    commands. The caller tries again."""


class TooBig(Exception):
    """An event larger than the broker takes. It is a defect of ours, found before anything is saved."""


class NewerEdition(NewerSchema):
    """An edition of the settings governs the document that this process does not know, as while newer ones take over."""


class Locked(NewerSchema):
    """The document has text that no key opens, and a save would lose it. It waits until the key is back."""


@dataclass
class Room:
    """The parts of a service that its doors need."""

    name: str
    store: Store
    framework: Framework
    holidays: Container[date]
    now: Now
    real: Now
    """The real clock, for back-off, tokens and the notes on commands."""
    keyring: Keyring
    channel: Channel | None = None
    url: str = ""
    editions: Mapping[int, Framework] = field(default_factory=dict)
    """The settings for what runs under each earlier edition, by its number."""
    backlog: int = 500
    largest_event: int = 65_536
    largest_state: int = LARGEST_STATE
    remembered: int = 500
    """The commands of a day that one document remembers, at most."""
    saved: Callable[[str], None] = field(default=lambda id_: None)
    """Wakes the relay."""

    @property
    def agencies(self) -> frozenset[str]:
        """Returns the agencies of the settings in force and of every earlier edition."""
        return self.framework.agency_codes().union(*(each.agency_codes() for each in self.editions.values()))

    @property
    def source(self) -> str:
        return f"/{self.framework.partnership.code}/{self.name}"


@dataclass(frozen=True)
class Sent:
    """A person's command as it was sent: its key, its body, and the status of its first answer."""

    key: str
    body: bytes = field(repr=False)
    status: int


@dataclass(frozen=True)
class Cause:
    """The cause of a change: the id of the command, event or alarm, its name, the actor, and a note to remember."""

    id: str
    name: str
    actor: Actor = SYSTEM
    heard: tuple[str, str] | None = None
    """Source aggregate and sequence of the event that caused the change."""
    command: Sent | None = None
    """A person's command, which moves the revision."""


def is_same(room: Room, document: Document, digest: str, body: bytes) -> bool:
    """Returns true if a command's body is the one that was noted. The note of an erased document fits any body."""
    if seals(document.kind):
        return document.key is None or document.key.is_of(digest, body)
    return room.keyring.is_of(digest, body)


async def state_of(room: Room, kind: Kind, id_: str) -> Any:
    """Returns the state of a document that a decision reads besides its own, or None.

    Raises the exceptions of the store's `load`.
    """
    return (await room.store.load(kind, id_)).state


async def states_of(room: Room, kind: Kind, ids: Iterable[str], *, part: type[BaseModel] | None = None) -> dict[str, Any]:
    """Returns the states by id, if they exist, in one query and in the order of the ids.

    `part` is a model of the fields that are read of each state, instead of all.
    """
    asked = list(dict.fromkeys(ids))
    found = {each.id: each.state for each in await room.store.find_among(kind, asked, part=part)}
    return {id_: found[id_] for id_ in asked if id_ in found}


async def ids_of(room: Room, kind: Kind, keys: Mapping[str, Any], readers: Collection[str] | None = None) -> list[str]:
    """Returns the ids of the documents with these keys, without reading their states.

    `readers` holds the labels of a reader, and None stands for the service itself.
    """
    return [each.id for each in await room.store.find(kind, keys, readers, part=Nothing)]


def given_to(room: Room, actor: Actor = SYSTEM, id_: str = "") -> Given:
    """Returns the context of a view, or of a rule that decides nothing: the present moment, and the person who reads."""
    return Given(id_, id_, room.now(), room.framework, actor, room.holidays, url=room.url, editions=room.editions)


def given_about(room: Room, document: Document, actor: Actor = SYSTEM) -> Given:
    """Returns the context of a view of one document, under the edition of the settings that governs it."""
    return given_to(room, actor, document.id).under(document.kind.edition(document.state))


async def learn_editions(room: Room) -> None:
    """Reads the editions of the settings that this service has kept, also those that another process has just begun."""
    new = await editions.kept(room.store, room.framework, room.editions)
    room.editions = {**room.editions, **{number: governed(each, room.framework) for number, each in new.items()}}


def governing(room: Room, kind: Kind, state: Any, given: Given) -> Given:
    """Returns the context of a rule under the edition that governs this state.

    Raises NewerEdition.
    """
    edition = None if state is None else kind.edition(state)
    if edition not in (None, room.framework.edition) and edition not in room.editions:
        raise NewerEdition(kind.name)
    return given.under(edition)
