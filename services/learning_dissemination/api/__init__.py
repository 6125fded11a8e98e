"""The queries of learning dissemination over HTTP. The chassis mounts the commands."""

from fastapi import APIRouter

from services.chassis.http.refusals import QUERY_RESPONSES
from services.chassis.room.room import Room
from services.learning_dissemination.api.acknowledgements import acknowledgements
from services.learning_dissemination.api.audiences import audiences
from services.learning_dissemination.api.deliveries import deliveries
from services.learning_dissemination.api.library import library
from services.learning_dissemination.api.plans import plans
from services.learning_dissemination.api.points import points
from services.learning_dissemination.api.products import products
from services.learning_dissemination.api.proposals import proposals
from services.learning_dissemination.api.reach import reach


def router(room: Room) -> APIRouter:
    routes = APIRouter()
    for each in (plans, points, proposals, products, audiences, reach, deliveries, acknowledgements):
        routes.include_router(each(room), responses=QUERY_RESPONSES)
    routes.include_router(library(room))
    return routes
