"""Acts that follow the clocks of a response (FC3, FC5)."""

from services.chassis.room.erasure import erase_and_record
from services.chassis.room.room import Room
from services.chassis.store.documents import Document
from services.feedback_capture.after_ring.waiting import look_behind
from services.feedback_capture.domain.response.erasing import keys_to_erase, record_erased
from services.feedback_capture.facts import owners_to_erase
from services.feedback_capture.kinds import RESPONSE


async def follow_response(room: Room, document: Document) -> None:
    """Erases a withdrawn response, if the withdrawal itself did not. Looks for what waits beside a late one."""
    owners = await owners_to_erase(room, document.id, keys_to_erase(document.state))
    await erase_and_record(room, RESPONSE, document.id, owners, record_erased)
    await look_behind(room, document)
