"""What the three doors share (architecture.md rule 1): load one aggregate, decide, save. Nothing else changes state."""

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from contracts.framework.document import Framework
from services.chassis.channels.message import Channel
from services.chassis.privacy.keyring import Keyring
from services.chassis.rules.decisions import SYSTEM, Actor, Given
from services.chassis.store.documents import Record, Store
from services.chassis.store.kinds import Kind

Now = Callable[[], datetime]


class Busy(Exception):
    """Not now: too many others decide on the same document, or too much of it waits to be sent. Try again."""


class TooBig(Exception):
    """An event larger than the broker takes: a fault of ours, found before anything is saved."""


@dataclass
class Room:
    """A service's parts, as its doors need them."""

    name: str
    store: Store
    framework: Framework
    holidays: Container[date]
    now: Now
    real: Now
    """The real clock, for back-off, tokens and what commands remember."""
    keyring: Keyring
    channel: Channel | None = None
    url: str = ""
    backlog: int = 500
    largest_event: int = 65_536
    saved: Callable[[str], None] = field(default=lambda id_: None)
    """Wakes the relay."""

    @property
    def source(self) -> str:
        return f"/{self.framework.partnership.code}/{self.name}"


@dataclass(frozen=True)
class Cause:
    """Why a document changes: the id of the command, event or alarm, its name, who acts, and what to remember of it."""

    id: str
    name: str
    actor: Actor = SYSTEM
    heard: tuple[str, str] | None = None
    """Source aggregate and sequence of the event that is reacted to."""
    command: tuple[str, Record] | None = None
    """Key and record of a person's command; the revision moves."""


async def state_of(room: Room, kind: Kind, id_: str) -> Any:
    """The state of what is read beside the aggregate decided on, or None. Raises what the store's `load` raises."""
    return (await room.store.load(kind, id_)).state


async def states_of(room: Room, kind: Kind, ids: Iterable[str]) -> dict[str, Any]:
    """The states by id, as far as there are."""
    found = {id_: await state_of(room, kind, id_) for id_ in ids}
    return {id_: state for id_, state in found.items() if state is not None}


def given_to(room: Room, actor: Actor = SYSTEM, id_: str = "") -> Given:
    """What a view, or a rule that decides nothing, is given: the present moment, and whom it is shown to."""
    return Given(id_, id_, room.now(), room.framework, actor, room.holidays, url=room.url)
