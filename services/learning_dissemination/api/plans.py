"""Plans for sharing each review's learning, over HTTP (LD2)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from services.chassis.http.listings import add_list, each
from services.chassis.http.reading import seen
from services.chassis.http.views import shown
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Actor
from services.learning_dissemination.api.readers import PARTNERSHIP_READER
from services.learning_dissemination.kinds import PLAN
from services.learning_dissemination.queries.plans import PLANS, PlanShown, plan_shown


def router(room: Room) -> APIRouter:
    """Returns the routes of plans."""
    routes = APIRouter(tags=["plans"])
    add_list(
        routes,
        room,
        "/plans",
        PLANS,
        each(plan_shown),
        model=PlanShown,
        actor=PARTNERSHIP_READER,
        operation_id="ListPlans",
        summary="Lists the plans for sharing each review's learning, and what each still lacks (LD2)",
    )

    @routes.get("/plans/{id}", operation_id="ReadPlan", response_model=PlanShown, summary="Shows a plan")
    async def read_plan(id: str, actor: Annotated[Actor, Depends(PARTNERSHIP_READER)]) -> Response:
        return await shown(room, await seen(room, PLAN, id, actor), plan_shown, actor)

    return routes
