"""Involvements over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from fastapi.responses import JSONResponse

from services.chassis.http.listings import add_list, each
from services.chassis.http.reading import seen
from services.chassis.room.room import Room, given_to
from services.chassis.rules.decisions import Actor
from services.feedback_capture.api.readers import INVOLVEMENT_READER, TAKES_PART
from services.feedback_capture.kinds import INVOLVEMENT
from services.feedback_capture.queries.involvements import (
    INVOLVEMENTS,
    InvolvementShown,
    OwnPart,
    involvement_opened,
    own_parts,
)


def router(room: Room) -> APIRouter:
    routes = APIRouter(tags=["involvements"])
    add_list(
        routes,
        room,
        "/involvements",
        INVOLVEMENTS,
        each(involvement_opened),
        model=InvolvementShown,
        actor=INVOLVEMENT_READER,
        operation_id="ListInvolvements",
        summary="Lists the parties of each review, and their answers (FC1)",
    )

    @routes.get(
        "/involvements/mine",
        operation_id="ListOwnParts",
        summary="Lists a practitioner's own parts in reviews, and the route of a concern about conduct (FC2)",
    )
    async def list_own_parts(actor: Annotated[Actor, Depends(TAKES_PART)]) -> list[OwnPart]:
        return await own_parts(room, actor, given_to(room, actor))

    @routes.get(
        "/involvements/{id}",
        operation_id="ReadInvolvement",
        response_model=InvolvementShown,
        summary="Shows the involvement in a review",
    )
    async def read_involvement(id: str, actor: Annotated[Actor, Depends(INVOLVEMENT_READER)]) -> Response:
        document = await seen(room, INVOLVEMENT, id, actor)
        shown = involvement_opened(document.state, given_to(room, actor))
        return JSONResponse(shown.model_dump(mode="json"), headers={"ETag": f'"{document.revision}"'})

    return routes
