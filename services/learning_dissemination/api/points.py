"""Learning points (LD1)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from contracts.vocabulary.roles import STAFF
from contracts.vocabulary.types import Code, Id
from services.chassis.http.identity import signed_in
from services.chassis.http.paging import After, Limit, listed, page
from services.chassis.http.reading import seen
from services.chassis.http.views import shown
from services.chassis.room.room import Room, given_to
from services.chassis.rules.decisions import Actor
from services.learning_dissemination.kinds import POINT
from services.learning_dissemination.queries.points import PointShown, point_shown

Reader = Annotated[Actor, Depends(signed_in(*STAFF))]
Review = Annotated[Id | None, Query()]
Theme = Annotated[Code | None, Query()]


def points(room: Room) -> APIRouter:
    routes = APIRouter(tags=["points"])

    @routes.get(
        "/points",
        operation_id="ListPoints",
        response_model=list[PointShown],
        summary="Learning points, by theme and review (LD1)",
    )
    async def list_points(
        request: Request, actor: Reader, limit: Limit = 50, after: After = None, theme: Theme = None, review: Review = None
    ) -> Response:
        items, last, found = await listed(room, POINT, actor, {"themes": theme, "review": review}, after, limit)
        return page(request, [point_shown(item, given_to(room, actor)) for item in items], last, limit, found)

    @routes.get("/points/{id}", operation_id="ReadPoint", response_model=PointShown, summary="A learning point")
    async def read_point(id: str, actor: Reader) -> Response:
        return shown(room, await seen(room, POINT, id, actor), point_shown, actor)

    return routes
