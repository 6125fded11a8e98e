"""Reactions of feedback that waits to replies published and recalled (FC5)."""

from contracts.events.envelope import Received
from contracts.events.feedback_capture import ReplyPublished, ReplyRecalled
from services.chassis.room.reading import belonging
from services.chassis.room.room import Room, state_of
from services.chassis.room.tables import Effect, NotYet, Reactions
from services.chassis.rules.decisions import Decided, Given
from services.feedback_capture.domain.reply.state import Reply, covers
from services.feedback_capture.domain.waiting.looking import look
from services.feedback_capture.domain.waiting.state import Waiting
from services.feedback_capture.facts import oldest_waiting
from services.feedback_capture.kinds import REPLY, WAITING


async def look_again(received: Received[ReplyPublished | ReplyRecalled], room: Room) -> list[Effect]:
    """Looks again for each group and service that was ever late on the theme and that the reply covers.

    What was never late has the clock of its own responses. Waits for a reply that is missing.
    """
    reply: Reply | None = await state_of(room, REPLY, received.event.reply)
    if reply is None:
        raise NotYet
    found: list[Waiting] = await belonging(room, WAITING, {"theme": reply.theme})
    return [await _look(room, each) for each in found if covers(reply, each.service, each.source_group)]


async def _look(room: Room, waiting: Waiting) -> Effect:
    oldest = await oldest_waiting(room, waiting)

    def decide(state: Waiting, given: Given) -> Decided[Waiting]:
        return look(state, given, oldest)

    return Effect(WAITING, waiting.id, decide)


REACTIONS: Reactions = {ReplyPublished: look_again, ReplyRecalled: look_again}
