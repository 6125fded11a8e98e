"""Released learning and published reviews over HTTP, without a token (RR5, R9)."""

from typing import Any

from fastapi import APIRouter

from services.chassis.http.listings import add_list, each
from services.chassis.http.refusals import PUBLIC_RESPONSES, Problem
from services.chassis.room.room import Room
from services.review_registry.api.readers import anonymous
from services.review_registry.queries.learning import LearningShown, learning_shown
from services.review_registry.queries.published import (
    PUBLISHED_REVIEWS,
    ReviewListedPublicly,
    ReviewPublished,
    public_reader,
    review_listed_publicly,
    review_published,
)

RECALLED: dict[int | str, dict[str, Any]] = {410: {"model": Problem, "description": "Recalled"}}


def router(room: Room) -> APIRouter:
    """Returns the public routes."""
    routes = APIRouter(tags=["public"], responses=PUBLIC_RESPONSES)

    @routes.get(
        "/learning/{finding}",
        operation_id="ReadLearning",
        summary="A released learning statement (RR5)",
        responses=RECALLED,
    )
    async def read_learning(finding: str) -> LearningShown:
        return await learning_shown(room, finding)

    add_list(
        routes,
        room,
        "/public/reviews",
        PUBLISHED_REVIEWS,
        each(review_listed_publicly),
        model=ReviewListedPublicly,
        actor=anonymous,
        reader=public_reader,
        operation_id="ListPublished",
        summary="The published reviews, newest first (R9)",
    )

    @routes.get(
        "/public/reviews/{id}",
        operation_id="ReadPublished",
        summary="A published review, and the actions that followed (R9)",
    )
    async def read_published(id: str) -> ReviewPublished:
        return await review_published(room, id)

    return routes
