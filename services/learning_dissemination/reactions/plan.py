"""Reactions that keep each review's plan (LD2, R22)."""

from typing import Any

from contracts.events.envelope import Received
from contracts.events.review_registry import ReviewOpened
from services.chassis.room.room import Room
from services.chassis.room.tables import Effect, Reactions
from services.chassis.rules.decisions import Decided
from services.learning_dissemination.domain.others.reviews import REVIEW_CHANGES
from services.learning_dissemination.domain.plan import opening
from services.learning_dissemination.domain.plan.state import plan_id
from services.learning_dissemination.kinds import PLAN


async def open_plan(received: Received[ReviewOpened], room: Room) -> list[Effect]:
    """Opens the review's plan."""
    event = received.event
    return [Effect(PLAN, plan_id(event.review), lambda plan, given: opening.open_plan(plan, event, given), creates=True)]


async def follow_review(received: Received[Any], room: Room) -> list[Effect]:
    """Changes the review's plan, which `ReviewOpened` must have opened."""
    event = received.event
    return [Effect(PLAN, plan_id(event.review), lambda plan, given: Decided(REVIEW_CHANGES[type(event)](plan, event)))]


REACTIONS: Reactions = {ReviewOpened: open_plan, **dict.fromkeys(REVIEW_CHANGES, follow_review)}
