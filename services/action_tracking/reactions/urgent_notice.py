"""Reactions on urgent notices (AT5)."""

from typing import Any

from contracts.events.envelope import Received
from contracts.events.feedback_capture import ImmediateConcernRaised, ImmediateConcernTaken
from services.action_tracking.domain.urgent_notice.raising import raise_notice, take_notice
from services.action_tracking.domain.urgent_notice.state import notice_id
from services.action_tracking.kinds import URGENT_NOTICE
from services.chassis.room.room import Room
from services.chassis.room.tables import Effect, Reactions
from services.chassis.rules.decisions import Decided, Given


async def raise_concern(received: Received[ImmediateConcernRaised], room: Room) -> list[Effect]:
    """Raises an urgent notice: someone may be at risk now."""
    event, at = received.event, received.envelope.time

    def decide(state: Any, given: Given) -> Decided[Any]:
        return raise_notice(state, event, at, given)

    return [Effect(URGENT_NOTICE, notice_id(event.concern), decide, creates=True)]


async def take_concern(received: Received[ImmediateConcernTaken], room: Room) -> list[Effect]:
    """Ends the urgent notice, because a person took the concern."""
    event, at = received.event, received.envelope.time

    def decide(state: Any, given: Given) -> Decided[Any]:
        return take_notice(state, event, at, given)

    return [Effect(URGENT_NOTICE, notice_id(event.concern), decide, creates=True)]


REACTIONS: Reactions = {ImmediateConcernRaised: raise_concern, ImmediateConcernTaken: take_concern}
