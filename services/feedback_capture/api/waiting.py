"""What waits for a person over HTTP."""

from fastapi import APIRouter

from services.chassis.http.waiting import add_waiting
from services.chassis.room.room import Room
from services.feedback_capture.api.readers import WAITED_FOR
from services.feedback_capture.domain.asked import Asked
from services.feedback_capture.queries.waiting import waiting_for


def router(room: Room) -> APIRouter:
    routes = APIRouter(tags=["waiting"])
    add_waiting(routes, room, waiting_for, Asked, actor=WAITED_FOR)
    return routes
