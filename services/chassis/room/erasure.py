"""Crypto-shredding: erasing the key of an owner (docs/access.md "What may be taken back").

All that was sealed under the key is then gone from state, history and backups at once.
"""

from collections.abc import Collection

from services.chassis.room.change import change
from services.chassis.room.room import Cause, Room
from services.chassis.rules.decisions import derived
from services.chassis.store.kinds import Decide, Kind


async def erase(room: Room, owner: str) -> None:
    """Erases an owner's key for good. The owner is listed, so that keys restored from a backup are erased again."""
    await room.store.data_keys.erase(owner)


async def erase_and_record(room: Room, kind: Kind, id_: str, owners: Collection[str], record: Decide) -> None:
    """Erases the keys of these owners, then records that in the document that asked for it. A repeat does no harm."""
    for owner in owners:
        await erase(room, owner)
    await change(room, kind, id_, record, Cause(id=derived("erased", id_), name="record-erased"))
