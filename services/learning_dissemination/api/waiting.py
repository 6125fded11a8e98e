"""What waits for a person, over HTTP."""

from fastapi import APIRouter

from services.chassis.http.waiting import add_waiting
from services.chassis.room.room import Room
from services.learning_dissemination.api.readers import WAITED_FOR
from services.learning_dissemination.domain.waits import Asked
from services.learning_dissemination.queries.waiting import waiting_for


def router(room: Room) -> APIRouter:
    """Returns the route of what waits."""
    routes = APIRouter(tags=["waiting"])
    add_waiting(routes, room, waiting_for, Asked, actor=WAITED_FOR)
    return routes
