"""Reviews over HTTP, with their findings, gates and history (RR4, RR5, RR6, RR8)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from services.chassis.http.listings import add_list, each
from services.chassis.http.reading import add_history, seen
from services.chassis.http.refusals import QUERY_RESPONSES
from services.chassis.http.views import shown
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Actor
from services.review_registry.api.readers import DRAFT_READER, HISTORY_READER, REVIEW_READER
from services.review_registry.domain.review.state import Gate
from services.review_registry.kinds import REVIEW
from services.review_registry.queries.findings import FindingShared, FindingShown, findings_shown
from services.review_registry.queries.gates import GateLed, GateShared, GateShown, gate_shown
from services.review_registry.queries.learning import DraftShown, drafts_shown
from services.review_registry.queries.reviews import (
    REVIEWS,
    ReviewListed,
    ReviewSeen,
    review_listed,
    review_shown,
)

ReviewReader = Annotated[Actor, Depends(REVIEW_READER)]


def router(room: Room) -> APIRouter:
    """Returns the routes of reviews."""
    routes = APIRouter(tags=["reviews"], responses=QUERY_RESPONSES)
    add_list(
        routes,
        room,
        "/reviews",
        REVIEWS,
        each(review_listed),
        model=ReviewListed,
        actor=REVIEW_READER,
        operation_id="ListReviews",
        summary="The register (RR8)",
    )

    @routes.get(
        "/reviews/{id}",
        operation_id="ReadReview",
        response_model=ReviewSeen,
        summary="A review with its clocks today",
    )
    async def read_review(id: str, actor: ReviewReader) -> Response:
        return await shown(room, await seen(room, REVIEW, id, actor), review_shown, actor)

    @routes.get(
        "/reviews/{id}/findings",
        operation_id="ListFindings",
        summary="The findings of a review, each with its responses, actions and learning (RR4)",
    )
    async def list_findings(id: str, actor: ReviewReader) -> list[FindingShown | FindingShared]:
        return await findings_shown(room, (await seen(room, REVIEW, id, actor)).state, actor)

    @routes.get(
        "/reviews/{id}/gates/{gate}",
        operation_id="ReadGate",
        summary="Everything that a gate still needs (RR5, RR6)",
    )
    async def read_gate(id: str, gate: Gate, actor: ReviewReader) -> GateShown | GateLed | GateShared:
        return await gate_shown(room, (await seen(room, REVIEW, id, actor)).state, gate, actor)

    @routes.get(
        "/reviews/{id}/learning-drafts",
        operation_id="ListLearningDrafts",
        summary="Learning statements that wait for someone else to release them (RR5)",
    )
    async def list_drafts(id: str, actor: Annotated[Actor, Depends(DRAFT_READER)]) -> list[DraftShown]:
        return drafts_shown((await seen(room, REVIEW, id, actor)).state)

    add_history(
        routes,
        room,
        "/reviews/{id}/history",
        REVIEW,
        actor=HISTORY_READER,
        operation_id="ReadReviewHistory",
        summary="Each change of a review, with the person and the time",
    )
    return routes
