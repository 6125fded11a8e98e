"""Looking for words that no one has read (FC3)."""

from datetime import date

from services.chassis.room.change import change
from services.chassis.room.room import Cause, Room
from services.chassis.rules.decisions import derived
from services.chassis.store.documents import Document
from services.feedback_capture.domain.response.state import Reading
from services.feedback_capture.domain.unread.chasing import record_look
from services.feedback_capture.domain.unread.state import Unread
from services.feedback_capture.kinds import RESPONSE, UNREAD


async def look_for_unread(room: Room, document: Document) -> None:
    """Looks at the unread responses of the survey that have words, and records the days on which they came."""
    unread: Unread = document.state

    async def said_on() -> list[date]:
        found = await room.store.find(RESPONSE, {"survey": unread.survey, "reading": Reading.UNREAD.value})
        return [each.state.said_on for each in found if each.state.texts]

    cause = Cause(id=derived("looked", unread.id, unread.looked_on.isoformat()), name="record-look")
    await change(room, UNREAD, unread.id, record_look, cause, facts=said_on)
