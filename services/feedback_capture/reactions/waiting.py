"""Reactions of feedback that waits to replies published and recalled (FC5)."""

from contracts.events.envelope import Received
from contracts.events.feedback_capture import ReplyPublished, ReplyRecalled
from contracts.vocabulary.feedback import SourceGroup
from services.chassis.room.room import Room, state_of
from services.chassis.room.tables import Effect, NotYet, Reactions
from services.chassis.rules.decisions import Decided, Given
from services.feedback_capture.domain.reply.state import Reply, covers
from services.feedback_capture.domain.waiting.looking import look
from services.feedback_capture.domain.waiting.state import Waiting, waiting_for
from services.feedback_capture.facts import oldest_waiting
from services.feedback_capture.kinds import REPLY, WAITING


async def look_again(received: Received[ReplyPublished | ReplyRecalled], room: Room) -> list[Effect]:
    """Looks for what waits of each group and service that the reply covers. Waits for a reply that is missing."""
    reply: Reply | None = await state_of(room, REPLY, received.event.reply)
    if reply is None:
        raise NotYet
    services = [each.code for each in room.framework.feedback.services]
    covered = [(service, group) for service in services for group in SourceGroup if covers(reply, service, group)]
    found = [await _look(room, waiting_for(reply.theme, service, group)) for service, group in covered]
    return [effect for effect in found if effect]


async def _look(room: Room, waiting: Waiting) -> Effect | None:
    """Returns the effect of a look, or none if nothing waits and nothing did."""
    oldest = await oldest_waiting(room, waiting)
    if oldest is None and await state_of(room, WAITING, waiting.id) is None:
        return None

    def decide(state: Waiting | None, given: Given) -> Decided[Waiting]:
        return look(state or waiting, given, oldest)

    return Effect(WAITING, waiting.id, decide, creates=True)


REACTIONS: Reactions = {ReplyPublished: look_again, ReplyRecalled: look_again}
