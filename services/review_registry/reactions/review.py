"""Reactions to the registry's own reviews."""

from contracts.events.envelope import Received
from contracts.events.review_registry import LearningRecalled
from services.chassis.room.erasure import erase
from services.chassis.room.room import Room, state_of
from services.chassis.room.tables import Effect, NotYet, Reactions
from services.review_registry.domain.review.state import Review
from services.review_registry.kinds import REVIEW


async def erase_recalled(received: Received[LearningRecalled], room: Room) -> list[Effect]:
    """Erases the keys of a finding's recalled statements, so that state, history and backups hold no text.

    Repeating it is harmless.
    """
    review: Review | None = await state_of(room, REVIEW, received.event.review)
    if review is None:
        raise NotYet
    for each in review.released:
        if each.finding == received.event.source and each.recalled_on:
            await erase(room, each.key)
    return []


REACTIONS: Reactions = {LearningRecalled: erase_recalled}
