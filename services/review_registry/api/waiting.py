"""What waits for a person over HTTP (AT8)."""

from fastapi import APIRouter

from services.chassis.http.refusals import QUERY_RESPONSES
from services.chassis.http.waiting import add_waiting
from services.chassis.room.room import Room
from services.review_registry.api.readers import DRAFT_READER
from services.review_registry.domain.review.waits import ReviewStep
from services.review_registry.queries.waiting import waiting_for


def router(room: Room) -> APIRouter:
    """Returns the route of what waits."""
    routes = APIRouter(tags=["waiting"], responses=QUERY_RESPONSES)
    add_waiting(routes, room, waiting_for, ReviewStep, actor=DRAFT_READER)
    return routes
