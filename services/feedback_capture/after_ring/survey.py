"""Counts the answers of a survey after the ring that starts the count (FC4)."""

from datetime import date

from services.chassis.room.change import change
from services.chassis.room.room import Cause, Room
from services.chassis.rules.decisions import Decided, Given, derived
from services.chassis.store.documents import Document
from services.feedback_capture.domain.response.state import Reading, Wordless
from services.feedback_capture.domain.results import Tally, tallied
from services.feedback_capture.domain.survey.counting import counted_to, next_close, record_counts
from services.feedback_capture.domain.survey.state import Survey
from services.feedback_capture.kinds import RESPONSE, SURVEY

PAGE = 200
"""Responses in one query."""


async def count_answers(room: Room, document: Document) -> None:
    """Counts the responses of a survey that people have read, and publishes the counts."""
    survey: Survey = document.state
    to = next_close(survey)
    if survey.counting_since is None or to is None:
        return
    tally = await _tally(room, survey, to)

    def record(state: Survey, given: Given) -> Decided[Survey]:
        return record_counts(state, given, to, tally)

    cause = Cause(id=derived("counted", survey.id, counted_to(survey).isoformat()), name="record-counts")
    await change(room, SURVEY, survey.id, record, cause)


async def _tally(room: Room, survey: Survey, to: date) -> Tally:
    """Counts page by page and without a word, so that neither the memory nor the loop holds a whole survey.

    The marks are sealed, so the store cannot count them.
    """
    read, tally, after = {"survey": survey.id, "reading": Reading.READ.value}, Tally(), None
    while page := await room.store.find(RESPONSE, read, after=after, limit=PAGE, part=Wordless):
        tally.update(tallied([each.state for each in page], to))
        after = (None, page[-1].id)
    return tally
