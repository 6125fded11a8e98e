"""The queries of action tracking over HTTP. Its commands are mounted from their table."""

from fastapi import APIRouter

from services.action_tracking.api import actions, notices, obligations, role_holders
from services.chassis.http.refusals import QUERY_RESPONSES
from services.chassis.room.room import Room


def router(room: Room) -> APIRouter:
    """Joins the routes of every aggregate."""
    routes = APIRouter(responses=QUERY_RESPONSES)
    for each in (obligations, actions, role_holders, notices):
        routes.include_router(each.router(room))
    return routes
