"""Every command of learning dissemination: where it comes in, what decides it, and who may give it (spec: access.md)."""

from typing import Any

from services.chassis.kinds import Command, Kind
from services.chassis.room import Room
from services.chassis.store import NewerSchema

KINDS: tuple[Kind, ...] = ()


async def known(room: Room, kind: Kind, id_: str) -> Any:
    """The state of what is loaded beside the aggregate decided on, or None. Raises NewerSchema: that is left unread."""
    document = await room.store.load(kind, id_)
    if document.schema > kind.schema:
        raise NewerSchema(kind.name)
    return document.state


COMMANDS: tuple[Command, ...] = ()
