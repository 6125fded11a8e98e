"""Reaction of the contributions to a party who withdraws (FC1, FC2)."""

from dataclasses import replace

from contracts.events.envelope import Received
from contracts.events.feedback_capture import InvolvementAnswered
from services.chassis.room.room import Room, ids_of
from services.chassis.room.tables import Effect, Reactions
from services.chassis.rules.calendar import day_of
from services.chassis.rules.decisions import Decided, Given
from services.feedback_capture.domain.contribution.state import Contribution
from services.feedback_capture.domain.contribution.withdrawing import follow_withdrawal
from services.feedback_capture.kinds import CONTRIBUTION


async def follow_party(received: Received[InvolvementAnswered], room: Room) -> list[Effect]:
    """Does with the words of the party as it chose. Words recorded on a later day stay."""
    words = received.event.words
    if words is None:
        return []
    on = day_of(received.envelope.time, room.framework.partnership.timezone)

    def decide(state: Contribution, given: Given) -> Decided[Contribution]:
        return follow_withdrawal(state, words, on, replace(given, now=received.envelope.time))

    said = await ids_of(room, CONTRIBUTION, {"party": received.event.party})
    return [Effect(CONTRIBUTION, each, decide) for each in said]


REACTIONS: Reactions = {InvolvementAnswered: follow_party}
