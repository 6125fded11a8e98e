"""Crypto-shredding: text sealed under a key of its own (docs/access.md "What may be taken back").

Erasing deletes the key. The text is then gone from state, history and backups at once.
"""

import os
from collections.abc import Collection

from services.chassis.privacy.keyring import Keyring
from services.chassis.room.change import change
from services.chassis.room.room import Cause, Room
from services.chassis.rules.decisions import derived
from services.chassis.store import keys
from services.chassis.store.kinds import Decide, Kind


async def sealed(room: Room, owner: str, text: str) -> str:
    """Returns the text sealed under the owner's key, which the first use creates.

    For an erased owner, the key is random and not kept, so the result can never be opened.
    """
    wrapped = await keys.key_of(room.store, owner, room.keyring.seal(os.urandom(32)))
    key = room.keyring.open(wrapped) if wrapped else os.urandom(32)
    return Keyring(owner, {owner: key}).seal(text.encode())


async def opened(room: Room, owner: str, value: str) -> str | None:
    """Returns the text that was sealed for this owner, or None after its erasure."""
    wrapped = await keys.key_of(room.store, owner)
    if wrapped is None:
        return None
    return Keyring(owner, {owner: room.keyring.open(wrapped)}).open(value).decode()


async def erase(room: Room, owner: str) -> None:
    """Erases an owner's key for good. The owner is listed, so that keys restored from a backup are erased again."""
    await keys.erase_key(room.store, owner)


async def erase_and_record(room: Room, kind: Kind, id_: str, owners: Collection[str], record: Decide) -> None:
    """Erases the keys of these owners, then records that in the document that asked for it. A repeat does no harm."""
    for owner in owners:
        await erase(room, owner)
    await change(room, kind, id_, record, Cause(id=derived("erased", id_), name="record-erased"))
