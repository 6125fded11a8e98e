"""The queries of learning dissemination over HTTP. The chassis mounts the commands."""

from fastapi import APIRouter

from services.chassis.http.refusals import PUBLIC_RESPONSES, QUERY_RESPONSES
from services.chassis.room.room import Room
from services.learning_dissemination.api import (
    acknowledgements,
    audiences,
    deliveries,
    plans,
    points,
    products,
    proposals,
    public,
    reach,
    waiting,
)


def router(room: Room) -> APIRouter:
    """Returns the routes of every aggregate."""
    routes = APIRouter()
    for each in (plans, points, proposals, products, audiences, reach, deliveries, acknowledgements, waiting):
        routes.include_router(each.router(room), responses=QUERY_RESPONSES)
    routes.include_router(public.router(room), responses=PUBLIC_RESPONSES)
    return routes
