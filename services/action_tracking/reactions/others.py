"""Reactions that keep the projections of other services' facts."""

from contracts.events.envelope import Received
from contracts.events.review_registry import ReviewOpened
from services.action_tracking.domain.others import reviews
from services.action_tracking.kinds import KNOWN_REVIEW
from services.action_tracking.reactions.notices import notify_of_review
from services.chassis.room.projections import project
from services.chassis.room.room import Room
from services.chassis.room.tables import Effect, Reactions

FOLLOW_REVIEW = project(KNOWN_REVIEW, reviews.CHANGES, reviews.review_of, reviews.unknown_review)


async def follow_and_notify(received: Received[ReviewOpened], room: Room) -> list[Effect]:
    """Follows a review from its opening, and asks for its scope (AT5)."""
    return [*await FOLLOW_REVIEW[ReviewOpened](received, room), *await notify_of_review(received, room)]


REACTIONS: Reactions = {**FOLLOW_REVIEW, ReviewOpened: follow_and_notify}
