"""What waits for a person in feedback capture (FC1 to FC5, AT8)."""

from collections.abc import Callable
from datetime import date
from typing import Any

from contracts.vocabulary.types import Id
from services.chassis.room.reading import Reader, read_all, totals
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Given
from services.chassis.rules.values import Value
from services.chassis.rules.waits import Wait
from services.chassis.store.kinds import Kind
from services.feedback_capture.domain import waits
from services.feedback_capture.domain.asked import Asked, asked_of
from services.feedback_capture.domain.concern.state import WAITING as OPEN_OR_TAKEN
from services.feedback_capture.domain.concern.state import Standing
from services.feedback_capture.domain.contribution.state import Unheard
from services.feedback_capture.domain.involvement.waits import waits as of_involvement
from services.feedback_capture.domain.reply.state import Drafted
from services.feedback_capture.domain.waiting.state import Waiting
from services.feedback_capture.facts import contribution_reader
from services.feedback_capture.kinds import CONCERN, CONTRIBUTION, INVOLVEMENT, REPLY, RESPONSE, UNREAD, WAITING

CONCERNS = frozenset({Asked.TAKE_CONCERN, Asked.CONCLUDE_CONCERN})
FEEDBACK = frozenset({Asked.CODE_FEEDBACK, Asked.REPLY_TO_FEEDBACK})
REPLIES = frozenset({Asked.CLEAR_REPLY})
ONE_EACH: tuple[tuple[frozenset[Asked], Kind, dict[str, Any], type[Value], Callable[..., Wait | None]], ...] = (
    (CONCERNS, CONCERN, {"status": {each.value for each in OPEN_OR_TAKEN}}, Standing, waits.of_concern),
    (FEEDBACK, WAITING, {"late": "yes"}, Waiting, waits.of_feedback),
    (REPLIES, REPLY, {"draft": "yes"}, Drafted, waits.of_reply),
)
"""The kinds that wait for one step each: what is asked, where to look, the part to read, and the rule that tells the step."""


async def waiting_for(room: Room, given: Given) -> list[Wait]:
    """Returns the steps that may wait for the person, by the labels of its document. Asks for no other step."""
    reader, asked = Reader(given.actor), asked_of(given.actor)
    wanted = {"waits": {each.value for each in asked}}
    found = [step for each in await read_all(room, INVOLVEMENT, reader, wanted) for step in of_involvement(each, given)]
    for asks, kind, where, part, rule in ONE_EACH:
        states = await read_all(room, kind, reader, where, part=part) if asks & asked else []
        found += [step for state in states if (step := rule(state, given))]
    if Asked.READ_CONTRIBUTION in asked:
        hears = await contribution_reader(room, given.actor)
        unread = await read_all(room, CONTRIBUTION, hears, {"unread": "yes"}, part=Unheard)
        found += [step for each in unread if (step := waits.of_contribution(each, given))]
    if Asked.READ_ANSWERS in asked:
        found += [waits.of_answers(survey, oldest, given) for survey, oldest in await _unread_answers(room, reader)]
    return found


async def _unread_answers(room: Room, reader: Reader) -> list[tuple[Id, date]]:
    """Returns the surveys with words that nobody has read, each with the first day of them."""
    surveys = {each.survey for each in await read_all(room, UNREAD, reader, {"waiting": "yes"})}
    if not surveys:
        return []
    unread = {"survey": surveys, "unread_words": "yes"}
    days = await totals(room, RESPONSE, reader, unread, by=("survey", "said_on"))
    oldest: dict[Id, str] = {}
    for survey, day in days:
        oldest[survey] = min(day, oldest.get(survey, day))
    return [(survey, date.fromisoformat(day)) for survey, day in oldest.items()]
