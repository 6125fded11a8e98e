"""Erasing a withdrawn response, if the withdrawal itself did not (FC3)."""

from services.chassis.room.erasure import erase_and_record
from services.chassis.room.room import Room
from services.chassis.store.documents import Document
from services.feedback_capture.domain.response.erasing import keys_to_erase, record_erased
from services.feedback_capture.facts import owners_to_erase
from services.feedback_capture.kinds import RESPONSE


async def erase_response(room: Room, document: Document) -> None:
    """Deletes the keys of a withdrawn response and of its concerns, and records it."""
    owners = await owners_to_erase(room, document.id, keys_to_erase(document.state))
    await erase_and_record(room, RESPONSE, document.id, owners, record_erased)
