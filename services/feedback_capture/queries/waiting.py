"""What waits for a person in feedback capture (FC1 to FC5, AT8)."""

from collections.abc import Callable

from services.chassis.room.reading import Reader, read_all
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Given
from services.chassis.rules.waits import Wait
from services.chassis.store.kinds import Kind
from services.feedback_capture.domain import waits
from services.feedback_capture.domain.concern.state import ConcernStatus
from services.feedback_capture.domain.involvement.waits import waits as of_involvement
from services.feedback_capture.domain.response.state import Reading
from services.feedback_capture.facts import contribution_reader
from services.feedback_capture.kinds import CONCERN, CONTRIBUTION, INVOLVEMENT, REPLY, RESPONSE, UNREAD, WAITING

ONE_EACH: tuple[tuple[Kind, dict[str, str], Callable[..., Wait | None]], ...] = (
    (CONCERN, {"status": ConcernStatus.OPEN.value}, waits.of_concern),
    (CONCERN, {"status": ConcernStatus.TAKEN.value}, waits.of_concern),
    (WAITING, {"late": "yes"}, waits.of_feedback),
    (REPLY, {"draft": "yes"}, waits.of_reply),
)
"""The kinds that wait for one step each: where to look, and the rule that tells the step."""


async def waiting_for(room: Room, given: Given) -> list[Wait]:
    """Returns every step that the person may know of, by the labels of its document."""
    reader = Reader(given.actor)
    found = [
        wait
        for involvement in await read_all(room, INVOLVEMENT, reader, {"over": "no"})
        for wait in of_involvement(involvement, given)
    ]
    steps = [rule(state, given) for kind, where, rule in ONE_EACH for state in await read_all(room, kind, reader, where)]
    hears = await contribution_reader(room, given.actor)
    steps += [waits.of_contribution(each, given) for each in await read_all(room, CONTRIBUTION, hears, {"unread": "yes"})]
    for unread in await read_all(room, UNREAD, reader, {"waiting": "yes"}):
        waiting = {"survey": unread.survey, "reading": Reading.UNREAD.value}
        said_on = [each.said_on for each in await read_all(room, RESPONSE, reader, waiting) if each.texts]
        steps.append(waits.of_answers(unread.survey, said_on, given))
    return found + [each for each in steps if each]
