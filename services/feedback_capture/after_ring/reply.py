"""Erasing a recalled reply (FC5)."""

from services.chassis.room.erasure import erase_and_record
from services.chassis.room.room import Room
from services.chassis.store.documents import Document
from services.feedback_capture.domain.reply.erasing import keys_to_erase, record_erased
from services.feedback_capture.kinds import REPLY


async def erase_reply(room: Room, document: Document) -> None:
    """Deletes the key of a recalled reply, and records it."""
    await erase_and_record(room, REPLY, document.id, keys_to_erase(document.state), record_erased)
