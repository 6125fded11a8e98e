"""Learning dissemination's queries over HTTP, a router for each thing that people come for; commands are mounted from their
table."""

from fastapi import APIRouter

from services.chassis.http.refusals import QUERY_RESPONSES
from services.chassis.room.room import Room
from services.learning_dissemination.api.library import library
from services.learning_dissemination.api.planning import planning
from services.learning_dissemination.api.producing import producing
from services.learning_dissemination.api.reaching import reaching


def router(room: Room) -> APIRouter:
    routes = APIRouter()
    for part in (planning, producing, reaching):
        routes.include_router(part(room), responses=QUERY_RESPONSES)
    routes.include_router(library(room))
    return routes
