"""Responses over HTTP, for those who code them."""

from fastapi import APIRouter

from services.chassis.http.listings import add_list, each_aside
from services.chassis.room.room import Room
from services.feedback_capture.api.readers import RESPONSE_READER
from services.feedback_capture.facts import response_reader
from services.feedback_capture.queries.responses import RESPONSES, ResponseShown, response_opened


def router(room: Room) -> APIRouter:
    routes = APIRouter(tags=["responses"])
    add_list(
        routes,
        room,
        "/responses",
        RESPONSES,
        each_aside(response_opened),
        model=ResponseShown,
        actor=RESPONSE_READER,
        reader=lambda actor: response_reader(room, actor),
        operation_id="ListResponses",
        summary="Lists responses with identifying details masked, and the themes that their words suggest (FC4)",
    )
    return routes
