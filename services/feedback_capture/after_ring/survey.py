"""Counts the answers of a survey after the ring that starts the count (FC4)."""

from services.chassis.room.change import change
from services.chassis.room.room import Cause, Room
from services.chassis.rules.decisions import derived
from services.chassis.store.documents import Document
from services.feedback_capture.domain.response.state import Response
from services.feedback_capture.domain.survey.counting import counted_to, record_counts
from services.feedback_capture.domain.survey.state import Survey
from services.feedback_capture.kinds import RESPONSE, SURVEY


async def count_answers(room: Room, document: Document) -> None:
    """Counts the responses of a survey, and publishes the counts."""
    survey: Survey = document.state
    if survey.counting_since is None:
        return

    async def responses() -> list[Response]:
        return [each.state for each in await room.store.find(RESPONSE, {"survey": survey.id})]

    cause = Cause(id=derived("counted", survey.id, counted_to(survey).isoformat()), name="record-counts")
    await change(room, SURVEY, survey.id, record_counts, cause, facts=responses)
