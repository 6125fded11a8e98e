"""The registry's queries over HTTP; its commands are mounted from their table."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from contracts.framework.document import Framework
from contracts.vocabulary.roles import AGENCY_LEAD, LEAD_REVIEWER, PARTNERSHIP_WIDE, STAFF
from contracts.vocabulary.types import Code
from services.chassis.http.identity import signed_in
from services.chassis.http.paging import After, Limit, page
from services.chassis.http.reading import seen
from services.chassis.http.refusals import QUERY_RESPONSES, Problem, responses_for
from services.chassis.http.views import shown
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Actor
from services.review_registry import queries
from services.review_registry.commands import REVIEW
from services.review_registry.domain.overrides import Gate
from services.review_registry.queries import (
    FindingShown,
    HistoryLine,
    LearningShown,
    ReviewListed,
    ReviewShown,
    gates,
    timeline,
)
from services.review_registry.queries.gates import GateShown, ReviewListedPublicly, ReviewPublished
from services.review_registry.queries.timeline import ThemeListed, ThemeShown

Reader = Annotated[Actor, Depends(signed_in(*PARTNERSHIP_WIDE, LEAD_REVIEWER, AGENCY_LEAD))]
Staff = Annotated[Actor, Depends(signed_in(*STAFF))]
Filter = Annotated[Code | None, Query()]


def router(room: Room) -> APIRouter:
    """Every query: those for staff, and what anybody may read."""
    routes = APIRouter()
    for each in (reviews(room), themes(room), public(room)):
        routes.include_router(each)
    return routes


def reviews(room: Room) -> APIRouter:
    """The register, and the settings that it is run under (RR8, RR9)."""
    routes = APIRouter(tags=["reviews"], responses=QUERY_RESPONSES)

    @routes.get("/reviews", operation_id="ListReviews", response_model=list[ReviewListed], summary="The register (RR8)")
    async def list_reviews(
        request: Request,
        actor: Reader,
        limit: Limit = 50,
        after: After = None,
        stage: Filter = None,
        agency: Filter = None,
        theme: Filter = None,
    ) -> Response:
        keys = {"stage": stage, "agencies": agency, "themes": theme}
        items, last, found = await queries.register(room, actor, keys, after, limit)
        return page(request, items, last, limit, found)

    @routes.get("/reviews/{id}", operation_id="ReadReview", response_model=ReviewShown, summary="A review as it stands")
    async def read_review(id: str, actor: Reader) -> Response:
        return shown(room, await seen(room, REVIEW, id, actor), queries.review_shown, actor)

    @routes.get("/reviews/{id}/findings", operation_id="ListFindings", summary="Its findings, and what became of each (RR4)")
    async def list_findings(id: str, actor: Reader) -> list[FindingShown]:
        return await queries.findings_with_progress(room, (await seen(room, REVIEW, id, actor)).state)

    @routes.get("/reviews/{id}/history", operation_id="ReadReviewHistory", summary="Who did what with it, when")
    async def read_history(id: str, actor: Annotated[Actor, Depends(signed_in(*PARTNERSHIP_WIDE))]) -> list[HistoryLine]:
        return await queries.history(room, (await seen(room, REVIEW, id, actor)).id)

    @routes.get("/reviews/{id}/gates/{gate}", operation_id="ReadGate", summary="All that a gate still needs (RR5, RR6)")
    async def read_gate(id: str, gate: Gate, actor: Reader) -> GateShown:
        return await gates.gate_shown(room, (await seen(room, REVIEW, id, actor)).state, gate, actor)

    @routes.get("/framework", operation_id="ReadFramework", summary="The settings in force (RR9)")
    async def read_framework(actor: Staff) -> Framework:
        return room.framework

    return routes


def themes(room: Room) -> APIRouter:
    """What is found again and again (RR4)."""
    routes = APIRouter(tags=["themes"], responses=QUERY_RESPONSES)

    @routes.get("/themes", operation_id="ListThemes", summary="Each theme, and how often it was found in the window (RR4)")
    async def list_themes(actor: Staff) -> list[ThemeListed]:
        return await timeline.themes(room, actor)

    @routes.get("/themes/{code}", operation_id="ReadTheme", summary="Its findings, and what was done about each (RR4)")
    async def read_theme(code: str, actor: Staff) -> ThemeShown:
        return await timeline.theme(room, actor, code)

    return routes


def public(room: Room) -> APIRouter:
    """What anybody may read, without a token (RR5)."""
    gone: dict[int | str, dict[str, Any]] = {410: {"model": Problem, "description": "Taken back"}}
    routes = APIRouter(tags=["public"], responses=responses_for(404, 422, 503))

    @routes.get("/learning/{finding}", operation_id="ReadLearning", summary="A cleared statement (RR5)", responses=gone)
    async def read_learning(finding: str) -> LearningShown:
        return await queries.learning(room, finding)

    @routes.get(
        "/public/reviews",
        operation_id="ListPublished",
        response_model=list[ReviewListedPublicly],
        summary="What was published (R9)",
    )
    async def list_published(request: Request, limit: Limit = 50, after: After = None) -> Response:
        items, last, found = await gates.public_list(room, after, limit)
        return page(request, items, last, limit, found)

    @routes.get("/public/reviews/{id}", operation_id="ReadPublished", summary="A published review, and what followed (R9)")
    async def read_published(id: str) -> ReviewPublished:
        return await gates.published(room, id)

    return routes
