"""Reactions of the involvement to the events of its review (FC1)."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from contracts.events.envelope import Received
from contracts.events.event import Event
from contracts.events.review_registry import (
    PublicationWithdrawn,
    ReviewClosed,
    ReviewEnded,
    ReviewOpened,
    ReviewPublished,
    ReviewReopened,
    ReviewScoped,
    ReviewStageChanged,
)
from services.chassis.room.room import Room
from services.chassis.room.tables import Effect, Reactions
from services.chassis.rules.decisions import Decided, Given
from services.feedback_capture.domain.involvement import following
from services.feedback_capture.domain.involvement.planning import plan
from services.feedback_capture.domain.involvement.state import Involvement, involvement_id
from services.feedback_capture.kinds import INVOLVEMENT

RULES: Mapping[type[Event], Callable[[Any, Any, Given], Decided[Involvement]]] = {
    ReviewOpened: plan,
    ReviewScoped: following.scoped,
    ReviewStageChanged: following.moved,
    ReviewPublished: following.published,
    PublicationWithdrawn: following.withdrawn,
    ReviewClosed: following.closed,
    ReviewEnded: following.ended,
    ReviewReopened: following.reopened,
}


async def follow_review(received: Received[Any], room: Room) -> list[Effect]:
    """Applies the rule of the event, as of the time when it happened. The opening of a review creates its involvement."""
    event = received.event
    rule = RULES[type(event)]

    def decide(state: Involvement | None, given: Given) -> Decided[Involvement]:
        return rule(state, event, replace(given, now=received.envelope.time))

    return [Effect(INVOLVEMENT, involvement_id(event.review), decide, creates=isinstance(event, ReviewOpened))]


REACTIONS: Reactions = dict.fromkeys(RULES, follow_review)
