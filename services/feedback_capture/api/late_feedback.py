"""Feedback that is late over HTTP, for those who write and clear replies."""

from typing import Annotated

from fastapi import APIRouter, Depends

from services.chassis.http.listings import add_list, each
from services.chassis.http.reading import seen
from services.chassis.room.room import Room, given_to
from services.chassis.rules.decisions import Actor
from services.feedback_capture.api.readers import DRAFT_READER
from services.feedback_capture.kinds import WAITING
from services.feedback_capture.queries.late_feedback import LATE, LateFeedbackShown, late_feedback_shown


def router(room: Room) -> APIRouter:
    routes = APIRouter(tags=["late-feedback"])
    add_list(
        routes,
        room,
        "/late-feedback",
        LATE,
        each(late_feedback_shown),
        model=LateFeedbackShown,
        actor=DRAFT_READER,
        operation_id="ListLateFeedback",
        summary="Lists feedback that is late to be coded or answered (FC5)",
    )

    @routes.get(
        "/late-feedback/{id}", operation_id="ReadLateFeedback", summary="Shows feedback that waits, and until when (FC5)"
    )
    async def read_late_feedback(id: str, actor: Annotated[Actor, Depends(DRAFT_READER)]) -> LateFeedbackShown:
        return late_feedback_shown((await seen(room, WAITING, id, actor)).state, given_to(room, actor))

    return routes
