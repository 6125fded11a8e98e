"""Themes over HTTP (RR4)."""

from typing import Annotated

from fastapi import APIRouter, Depends

from services.chassis.http.refusals import QUERY_RESPONSES
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Actor
from services.review_registry.api.readers import STAFF_READER
from services.review_registry.queries.themes import ThemeListed, ThemeShown, theme_shown, themes_listed

StaffReader = Annotated[Actor, Depends(STAFF_READER)]


def router(room: Room) -> APIRouter:
    """Returns the routes of themes."""
    routes = APIRouter(tags=["themes"], responses=QUERY_RESPONSES)

    @routes.get("/themes", operation_id="ListThemes", summary="Each theme, and how often it was found recently (RR4)")
    async def list_themes(actor: StaffReader) -> list[ThemeListed]:
        return await themes_listed(room, actor)

    @routes.get(
        "/themes/{code}",
        operation_id="ReadTheme",
        summary="The findings of a theme, and what was done about each (RR4)",
    )
    async def read_theme(code: str, actor: StaffReader) -> ThemeShown:
        return await theme_shown(room, actor, code)

    return routes
