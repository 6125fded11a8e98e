"""Erasing a withdrawn contribution (FC2)."""

from services.chassis.room.erasure import erase_and_record
from services.chassis.room.room import Room
from services.chassis.store.documents import Document
from services.feedback_capture.domain.concern.state import with_concerns
from services.feedback_capture.domain.contribution.erasing import keys_to_erase, record_erased
from services.feedback_capture.facts import concerns_of
from services.feedback_capture.kinds import CONTRIBUTION


async def erase_contribution(room: Room, document: Document) -> None:
    """Deletes the keys of a withdrawn contribution and of its concerns, and records it.

    While a concern is open, its words are needed. The alarm of the contribution rings until they are not.
    """
    concerns = await concerns_of(room, document.id)
    if any(each.conclusion is None for each in concerns):
        return
    owners = with_concerns(keys_to_erase(document.state), concerns)
    await erase_and_record(room, CONTRIBUTION, document.id, owners, record_erased)
