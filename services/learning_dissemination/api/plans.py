"""How each review's learning is shared, and what there is to learn from (LD1, LD2)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from contracts.vocabulary.roles import STAFF
from contracts.vocabulary.types import Code, Id
from services.chassis.http.identity import signed_in
from services.chassis.http.paging import After, Limit, listed, page
from services.chassis.http.reading import seen
from services.chassis.http.views import shown
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Actor
from services.learning_dissemination.commands import PLAN, POINT
from services.learning_dissemination.domain.plan import Plan
from services.learning_dissemination.domain.point import LearningPoint
from services.learning_dissemination.queries import as_it_is

Reader = Annotated[Actor, Depends(signed_in(*STAFF))]
Review = Annotated[Id | None, Query()]
Theme = Annotated[Code | None, Query()]


def planning(room: Room) -> APIRouter:
    routes = APIRouter()

    @routes.get(
        "/plans",
        operation_id="ListPlans",
        response_model=list[Plan],
        summary="How each review's learning is shared, and what that still lacks (LD2)",
        tags=["plans"],
    )
    async def list_plans(
        request: Request, actor: Reader, limit: Limit = 50, after: After = None, review: Review = None
    ) -> Response:
        items, last, found = await listed(room, PLAN, actor, {"review": review}, after, limit)
        return page(request, items, last, limit, found)

    @routes.get("/plans/{id}", operation_id="ReadPlan", response_model=Plan, summary="A plan as it stands", tags=["plans"])
    async def read_plan(id: str, actor: Reader) -> Response:
        return shown(room, await seen(room, PLAN, id, actor), as_it_is, actor)

    @routes.get(
        "/points",
        operation_id="ListPoints",
        response_model=list[LearningPoint],
        summary="Learning points, by theme and review (LD1)",
        tags=["points"],
    )
    async def list_points(
        request: Request, actor: Reader, limit: Limit = 50, after: After = None, theme: Theme = None, review: Review = None
    ) -> Response:
        items, last, found = await listed(room, POINT, actor, {"themes": theme, "review": review}, after, limit)
        return page(request, items, last, limit, found)

    @routes.get(
        "/points/{id}", operation_id="ReadPoint", response_model=LearningPoint, summary="A learning point", tags=["points"]
    )
    async def read_point(id: str, actor: Reader) -> Response:
        return shown(room, await seen(room, POINT, id, actor), as_it_is, actor)

    return routes
