"""Events in: what feedback capture does about what the other services, and it itself, make known."""

from collections.abc import Callable, Mapping
from typing import Any

from contracts.envelope import Received
from contracts.events import Event
from contracts.review_registry import (
    PublicationWithdrawn,
    ReviewClosed,
    ReviewOpened,
    ReviewPublished,
    ReviewScoped,
    ReviewStageChanged,
)
from services.chassis.decisions import Decided, Given
from services.chassis.kinds import Effect, Reactions
from services.chassis.room import Room
from services.feedback_capture.commands import INVOLVEMENT
from services.feedback_capture.domain import planning
from services.feedback_capture.domain.involvement import Involvement, involvement_id

Rule = Callable[[Any, Any, Given], Decided[Involvement]]
REVIEW_CHANGES: Mapping[type[Event], Rule] = {
    ReviewOpened: planning.plan,
    ReviewScoped: planning.scoped,
    ReviewStageChanged: planning.moved,
    ReviewPublished: planning.published,
    PublicationWithdrawn: planning.withdrawn,
    ReviewClosed: planning.closed,
}
"""What each event of a review changes of its involvement."""


async def follow_review(received: Received[Any], room: Room) -> list[Effect]:
    """FC1: a review that opens makes the plan, and what happens to it sets the clocks of its parties."""
    event = received.event
    rule = REVIEW_CHANGES[type(event)]

    def decide(state: Involvement | None, given: Given) -> Decided[Involvement]:
        return rule(state, event, given)

    return [Effect(INVOLVEMENT, involvement_id(event.review), decide, creates=isinstance(event, ReviewOpened))]


LISTENS_TO = ("review-registry", "action-tracking", "feedback-capture", "learning-dissemination")
REACTIONS: Reactions = dict.fromkeys(REVIEW_CHANGES, follow_review)
