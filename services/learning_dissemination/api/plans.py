"""Plans for sharing each review's learning (LD2)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from contracts.vocabulary.roles import STAFF
from contracts.vocabulary.types import Id
from services.chassis.http.identity import signed_in
from services.chassis.http.paging import After, Limit, listed, page
from services.chassis.http.reading import seen
from services.chassis.http.views import shown
from services.chassis.room.room import Room, given_to
from services.chassis.rules.decisions import Actor
from services.learning_dissemination.kinds import PLAN
from services.learning_dissemination.queries.plans import PlanShown, plan_shown

Reader = Annotated[Actor, Depends(signed_in(*STAFF))]
Review = Annotated[Id | None, Query()]


def plans(room: Room) -> APIRouter:
    routes = APIRouter(tags=["plans"])

    @routes.get(
        "/plans",
        operation_id="ListPlans",
        response_model=list[PlanShown],
        summary="How each review's learning is shared, and what its plan still lacks (LD2)",
    )
    async def list_plans(
        request: Request, actor: Reader, limit: Limit = 50, after: After = None, review: Review = None
    ) -> Response:
        items, last, found = await listed(room, PLAN, actor, {"review": review}, after, limit)
        return page(request, [plan_shown(item, given_to(room, actor)) for item in items], last, limit, found)

    @routes.get("/plans/{id}", operation_id="ReadPlan", response_model=PlanShown, summary="A plan")
    async def read_plan(id: str, actor: Reader) -> Response:
        return shown(room, await seen(room, PLAN, id, actor), plan_shown, actor)

    return routes
