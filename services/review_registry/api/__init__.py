"""The queries of the review registry over HTTP. Its commands are mounted from their table."""

from fastapi import APIRouter

from services.chassis.room.room import Room
from services.review_registry.api import framework, public, reviews, themes, waiting


def router(room: Room) -> APIRouter:
    """Joins the routes of every aggregate."""
    routes = APIRouter()
    for each in (reviews, framework, themes, waiting, public):
        routes.include_router(each.router(room))
    return routes
