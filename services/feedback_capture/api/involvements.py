"""Involvements over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from services.chassis.http.listings import add_list, each
from services.chassis.http.reading import seen
from services.chassis.http.views import shown
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Actor
from services.feedback_capture.api.readers import INVOLVEMENT_READER
from services.feedback_capture.kinds import INVOLVEMENT
from services.feedback_capture.queries.involvements import INVOLVEMENTS, InvolvementShown, involvement_shown


def router(room: Room) -> APIRouter:
    routes = APIRouter(tags=["involvements"])
    add_list(
        routes,
        room,
        "/involvements",
        INVOLVEMENTS,
        each(involvement_shown),
        model=InvolvementShown,
        actor=INVOLVEMENT_READER,
        operation_id="ListInvolvements",
        summary="Lists the parties of each review, and their answers (FC1)",
    )

    @routes.get(
        "/involvements/{id}",
        operation_id="ReadInvolvement",
        response_model=InvolvementShown,
        summary="Shows the involvement in a review",
    )
    async def read_involvement(id: str, actor: Annotated[Actor, Depends(INVOLVEMENT_READER)]) -> Response:
        return shown(room, await seen(room, INVOLVEMENT, id, actor), involvement_shown, actor)

    return routes
