"""Segments of the workforce (LD3)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from contracts.vocabulary.roles import AGENCY_LEAD, PARTNERSHIP_WIDE
from contracts.vocabulary.types import Code
from services.chassis.http.identity import signed_in
from services.chassis.http.paging import After, Limit, listed, page
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Actor
from services.learning_dissemination.kinds import AUDIENCE
from services.learning_dissemination.queries.audiences import AudienceLine, audience_lines

Reader = Annotated[Actor, Depends(signed_in(*PARTNERSHIP_WIDE, AGENCY_LEAD))]
Filter = Annotated[Code | None, Query()]


def audiences(room: Room) -> APIRouter:
    routes = APIRouter(tags=["audiences"])

    @routes.get(
        "/audiences",
        operation_id="ListAudiences",
        response_model=list[AudienceLine],
        summary="Segments; by theme, those that need it and whether they have had anything on it (LD3)",
    )
    async def list_audiences(
        request: Request, actor: Reader, limit: Limit = 50, after: After = None, theme: Filter = None, agency: Filter = None
    ) -> Response:
        items, last, found = await listed(room, AUDIENCE, actor, {"needs": theme, "agency": agency}, after, limit)
        return page(request, await audience_lines(room, items, theme), last, limit, found)

    return routes
