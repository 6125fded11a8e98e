"""Erasing a withdrawn contribution (FC2)."""

from services.chassis.room.change import change
from services.chassis.room.erasure import erase
from services.chassis.room.room import Cause, Room
from services.chassis.rules.decisions import derived
from services.chassis.store.documents import Document
from services.feedback_capture.domain.contribution.erasing import needs_erasing, record_erased
from services.feedback_capture.domain.contribution.state import Contribution
from services.feedback_capture.kinds import CONTRIBUTION


async def erase_contribution(room: Room, document: Document) -> None:
    """Deletes the key of a withdrawn contribution, and records it. A repeat does no harm."""
    contribution: Contribution = document.state
    if not needs_erasing(contribution):
        return
    await erase(room, contribution.id)
    cause = Cause(id=derived("erased", contribution.id), name="record-erased")
    await change(room, CONTRIBUTION, contribution.id, record_erased, cause)
