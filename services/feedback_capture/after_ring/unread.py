"""Looking for words that no one has read (FC3)."""

from datetime import date

from services.chassis.room.change import change
from services.chassis.room.room import Cause, Room
from services.chassis.rules.decisions import derived
from services.chassis.store.documents import Document
from services.feedback_capture.domain.unread.chasing import record_look
from services.feedback_capture.domain.unread.state import Unread
from services.feedback_capture.facts import oldest_said
from services.feedback_capture.kinds import UNREAD


async def look_for_unread(room: Room, document: Document) -> None:
    """Looks for the oldest unread response of the survey that has words, and records the day on which it came."""
    unread: Unread = document.state

    async def oldest() -> date | None:
        return await oldest_said(room, {"survey": unread.survey, "unread_words": "yes"})

    cause = Cause(id=derived("looked", unread.id, unread.looked_on.isoformat()), name="record-look")
    await change(room, UNREAD, unread.id, record_look, cause, facts=oldest)
