"""Feedback that waits over HTTP, for those who write and clear replies."""

from typing import Annotated

from fastapi import APIRouter, Depends

from services.chassis.http.listings import add_list, each
from services.chassis.http.reading import seen
from services.chassis.room.room import Room, given_to
from services.chassis.rules.decisions import Actor
from services.feedback_capture.api.readers import DRAFT_READER
from services.feedback_capture.kinds import WAITING
from services.feedback_capture.queries.waiting import LATE, WaitingShown, waiting_shown


def router(room: Room) -> APIRouter:
    routes = APIRouter(tags=["waiting"])
    add_list(
        routes,
        room,
        "/waiting",
        LATE,
        each(waiting_shown),
        model=WaitingShown,
        actor=DRAFT_READER,
        operation_id="ListWaiting",
        summary="Lists feedback that is late to be coded or answered (FC5)",
    )

    @routes.get("/waiting/{id}", operation_id="ReadWaiting", summary="Shows feedback that waits, and until when (FC5)")
    async def read_waiting(id: str, actor: Annotated[Actor, Depends(DRAFT_READER)]) -> WaitingShown:
        return waiting_shown((await seen(room, WAITING, id, actor)).state, given_to(room, actor))

    return routes
