"""Looking for feedback that waits, after the ring that starts the look (FC5)."""

from datetime import date

from services.chassis.room.change import change
from services.chassis.room.room import Cause, Room, given_to
from services.chassis.rules.decisions import Decided, Given, derived
from services.chassis.store.documents import Document
from services.feedback_capture.domain.response.chasing import is_late, record_chased
from services.feedback_capture.domain.response.state import Response, ResponseStatus
from services.feedback_capture.domain.waiting.looking import look
from services.feedback_capture.domain.waiting.state import Waiting, waiting_for
from services.feedback_capture.facts import oldest_waiting
from services.feedback_capture.kinds import RESPONSE, WAITING


async def look_again(room: Room, document: Document) -> None:
    """Looks for what still waits of a theme or of uncoded feedback."""
    await _look(room, document.state)


async def look_behind(room: Room, document: Document) -> None:
    """Looks for what waits beside a response that is late, and ends the clock of the response."""
    seen: Response = document.state
    if not is_late(seen, given_to(room)):
        return
    for theme in seen.themes if seen.status is ResponseStatus.CODED else (None,):
        await _look(room, waiting_for(theme, seen.service, seen.source_group))

    def record(response: Response, given: Given) -> Decided[Response]:
        return record_chased(response, given, seen)

    await change(room, RESPONSE, seen.id, record, Cause(id=derived("chased", seen.id), name="record-chased"))


async def _look(room: Room, waiting: Waiting) -> None:
    async def oldest() -> date | None:
        return await oldest_waiting(room, waiting)

    def decide(state: Waiting | None, given: Given, found: date | None) -> Decided[Waiting]:
        return look(state or waiting, given, found)

    today = given_to(room).today.isoformat()
    cause = Cause(id=derived("look", waiting.id, today), name="look-for-waiting")
    await change(room, WAITING, waiting.id, decide, cause, facts=oldest)
