"""Concerns over HTTP, for those who take them."""

from typing import Annotated

from fastapi import APIRouter, Depends

from services.chassis.http.listings import add_list, each
from services.chassis.http.reading import seen
from services.chassis.room.room import Room, given_to
from services.chassis.rules.decisions import Actor
from services.feedback_capture.api.readers import CONCERN_READER
from services.feedback_capture.kinds import CONCERN
from services.feedback_capture.queries.concerns import CONCERNS, ConcernShown, concern_opened


def router(room: Room) -> APIRouter:
    routes = APIRouter(tags=["concerns"])
    add_list(
        routes,
        room,
        "/concerns",
        CONCERNS,
        each(concern_opened),
        model=ConcernShown,
        actor=CONCERN_READER,
        operation_id="ListConcerns",
        summary="Lists concerns that someone may be at risk now (FC3)",
    )

    @routes.get("/concerns/{id}", operation_id="ReadConcern", summary="Shows a concern with every word")
    async def read_concern(id: str, actor: Annotated[Actor, Depends(CONCERN_READER)]) -> ConcernShown:
        document = await seen(room, CONCERN, id, actor)
        return concern_opened(document.state, given_to(room, actor))

    return routes
