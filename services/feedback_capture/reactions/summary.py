"""Reaction of the summaries to a published reply (FC5)."""

from contracts.events.envelope import Received
from contracts.events.feedback_capture import ReplyPublished
from services.chassis.room.room import Room
from services.chassis.room.tables import Effect, Reactions
from services.chassis.rules.decisions import Decided, Given
from services.feedback_capture.domain.summary.chasing import cover_theme
from services.feedback_capture.domain.summary.state import Summary
from services.feedback_capture.kinds import SUMMARY


async def cover_waiting(received: Received[ReplyPublished], room: Room) -> list[Effect]:
    """Ends the waiting of the theme in every quarter."""
    theme = received.event.theme

    def decide(state: Summary, given: Given) -> Decided[Summary]:
        return cover_theme(state, theme, given)

    return [Effect(SUMMARY, each.id, decide) for each in await room.store.find(SUMMARY, {"waiting": theme})]


REACTIONS: Reactions = {ReplyPublished: cover_waiting}
