"""Segments of the workforce, over HTTP (LD3)."""

from fastapi import APIRouter

from services.chassis.http.listings import Asked, Show, add_list, each
from services.chassis.room.room import Room
from services.learning_dissemination.api.readers import REACH_READER
from services.learning_dissemination.queries.audiences import AUDIENCES, AudienceLine, audience_line, with_theme


def router(room: Room) -> APIRouter:
    """Returns the routes of segments."""
    routes = APIRouter(tags=["audiences"])

    def for_theme(asked: Asked) -> Show | None:
        theme = asked.keys.get("needs")
        return with_theme(room, theme) if theme else None

    add_list(
        routes,
        room,
        "/audiences",
        AUDIENCES,
        each(audience_line),
        model=AudienceLine,
        actor=REACH_READER,
        operation_id="ListAudiences",
        summary="Lists segments; by theme, those that need it and whether they have had anything on it (LD3)",
        show_asked=for_theme,
    )
    return routes
