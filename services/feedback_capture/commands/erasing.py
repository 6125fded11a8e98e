"""Erasing a withdrawn response, at once after the withdrawal and again after each ring (FC3)."""

from services.chassis.room.change import change
from services.chassis.room.erasure import erase
from services.chassis.room.room import Cause, Room
from services.chassis.rules.decisions import derived
from services.chassis.store.documents import Document
from services.feedback_capture.domain.concern import concern_id
from services.feedback_capture.domain.response.erasing import record_erased
from services.feedback_capture.domain.response.state import Response
from services.feedback_capture.kinds import RESPONSE


async def erase_response(room: Room, document: Document) -> None:
    """Deletes the keys of the response and of its concern, and records it. A repeat does no harm."""
    response: Response = document.state
    if response.erase_on is None:
        return
    for owner in (response.id, concern_id(response.id)) if response.concern else (response.id,):
        await erase(room, owner)
    cause = Cause(id=derived("erased", response.id), name="record-erased")
    await change(room, RESPONSE, response.id, record_erased, cause)
