"""Loaders of facts that commands and queries need."""

from datetime import datetime
from typing import Any

from services.chassis.room.room import Room, states_of
from services.chassis.store.documents import Document
from services.review_registry.domain.others.actions import ActionProgress
from services.review_registry.domain.others.dissemination import plan_id
from services.review_registry.domain.others.involvement import involvement_id
from services.review_registry.domain.review.ending import EndReview
from services.review_registry.domain.review.gates.facts import GateFacts
from services.review_registry.domain.review.state import Review, ReviewGated, subjects_of
from services.review_registry.kinds import (
    ACTION_PROGRESS,
    DELIVERED,
    DISSEMINATION_PROGRESS,
    INVOLVEMENT_PROGRESS,
    OBLIGATION_PROGRESS,
    PRODUCT_PROGRESS,
    REVIEW,
)


async def gate_facts(room: Room, id_: str, body: Any = None) -> GateFacts:
    """Loads the projections about a review and its findings."""
    found = await states_of(room, REVIEW, [id_], part=ReviewGated)
    return await facts_about(room, found[id_]) if found else GateFacts()


async def facts_about(room: Room, review: ReviewGated) -> GateFacts:
    """Loads the projections about a review that was read already, and about its findings, each kind in one query."""
    findings = {"findings": {each.id for each in review.findings}}
    found: dict[str, list[Document]] = {
        "involvement": [await room.store.load(INVOLVEMENT_PROGRESS, involvement_id(review.id))],
        "obligations": await room.store.find(OBLIGATION_PROGRESS, findings),
        "actions": await room.store.find(ACTION_PROGRESS, findings),
        "dissemination": [await room.store.load(DISSEMINATION_PROGRESS, plan_id(review.id))],
        "products": await room.store.find(PRODUCT_PROGRESS, {"reviews": review.id}),
    }
    standing = {each.id for each in found["products"] if each.state.stands}
    return GateFacts(
        involvement=found["involvement"][0].state,
        obligations=tuple(each.state for each in found["obligations"]),
        actions=tuple(each.state for each in found["actions"]),
        dissemination=found["dissemination"][0].state,
        products=tuple(each.state for each in found["products"]),
        delivered=bool(await room.store.find(DELIVERED, {"product": standing}, limit=1)),
        subjects=subjects_of(review),
        as_of={name: max((each.last_time for each in of if each.last_time), default=None) for name, of in found.items()},
    )


async def review_instead(room: Room, id_: str, body: EndReview) -> Review | None:
    """Loads the review that goes on instead of a duplicate."""
    found = await room.store.find(REVIEW, {"reference": body.instead}, limit=1) if body.instead else []
    return found[0].state if found else None


async def reopened_actions(room: Room) -> list[tuple[ActionProgress, datetime]]:
    """Loads each action whose change did not last, with the time of the latest news of it."""
    found = await room.store.find(ACTION_PROGRESS, {"reopened": "yes"})
    return [(each.state, each.last_time) for each in found if each.last_time]
