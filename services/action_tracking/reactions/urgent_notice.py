"""Reactions on urgent notices (AT5)."""

from datetime import datetime
from typing import Any

from contracts.events.envelope import Received
from contracts.events.feedback_capture import (
    ImmediateConcernConcluded,
    ImmediateConcernNotConcluded,
    ImmediateConcernNotTaken,
    ImmediateConcernRaised,
    ImmediateConcernTaken,
)
from services.action_tracking.domain.urgent_notice.raising import Ends, Raises, asks, end_notice, raise_notice
from services.action_tracking.domain.urgent_notice.state import notice_id
from services.action_tracking.kinds import URGENT_NOTICE
from services.chassis.room.room import Room, state_of
from services.chassis.room.tables import Effect, Reactions
from services.chassis.rules.decisions import Decided, Given


async def raise_concern(received: Received[Raises], room: Room) -> list[Effect]:
    """Raises an urgent notice: someone may be at risk now, or a concern has no outcome in time."""
    event, at = received.event, received.envelope.time

    def decide(state: Any, given: Given) -> Decided[Any]:
        return raise_notice(state, event, at, given)

    return [Effect(URGENT_NOTICE, notice_id(event.concern, asks(event)), decide, creates=True)]


async def end_concern(received: Received[ImmediateConcernTaken], room: Room) -> list[Effect]:
    """Ends the urgent notice, because a person took the concern."""
    return [_end(received.event, received.envelope.time)]


async def conclude_concern(received: Received[ImmediateConcernConcluded], room: Room) -> list[Effect]:
    """Ends the notice of a late outcome, if there is one. Most outcomes are in time."""
    known = await state_of(room, URGENT_NOTICE, notice_id(received.event.concern, asks(received.event)))
    return [_end(received.event, received.envelope.time)] if known else []


def _end(event: Ends, at: datetime) -> Effect:
    def decide(state: Any, given: Given) -> Decided[Any]:
        return end_notice(state, event, at, given)

    return Effect(URGENT_NOTICE, notice_id(event.concern, asks(event)), decide, creates=True)


REACTIONS: Reactions = {
    ImmediateConcernRaised: raise_concern,
    ImmediateConcernNotTaken: raise_concern,
    ImmediateConcernNotConcluded: raise_concern,
    ImmediateConcernTaken: end_concern,
    ImmediateConcernConcluded: conclude_concern,
}
