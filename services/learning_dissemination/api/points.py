"""Learning points over HTTP (LD1)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from services.chassis.http.listings import add_list, each
from services.chassis.http.reading import seen
from services.chassis.http.views import shown
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Actor
from services.learning_dissemination.api.readers import PARTNERSHIP_READER
from services.learning_dissemination.kinds import POINT
from services.learning_dissemination.queries.points import POINTS, PointShown, point_shown


def router(room: Room) -> APIRouter:
    """Returns the routes of learning points."""
    routes = APIRouter(tags=["points"])
    add_list(
        routes,
        room,
        "/points",
        POINTS,
        each(point_shown),
        model=PointShown,
        actor=PARTNERSHIP_READER,
        operation_id="ListPoints",
        summary="Lists learning points, by theme and review (LD1)",
    )

    @routes.get("/points/{id}", operation_id="ReadPoint", response_model=PointShown, summary="Shows a learning point")
    async def read_point(id: str, actor: Annotated[Actor, Depends(PARTNERSHIP_READER)]) -> Response:
        return await shown(room, await seen(room, POINT, id, actor), point_shown, actor)

    return routes
