"""Obligations over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from services.action_tracking.api.readers import ANY_READER
from services.action_tracking.kinds import OBLIGATION
from services.action_tracking.queries.obligations import OBLIGATIONS, ObligationShown, obligation_shown
from services.chassis.http.listings import add_list, each
from services.chassis.http.reading import seen
from services.chassis.http.views import shown
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Actor


def router(room: Room) -> APIRouter:
    """Returns the routes of obligations."""
    routes = APIRouter(tags=["obligations"])
    add_list(
        routes,
        room,
        "/obligations",
        OBLIGATIONS,
        each(obligation_shown),
        model=ObligationShown,
        actor=ANY_READER,
        operation_id="ListObligations",
        summary="The responses that findings require, and how they were given (AT1)",
    )

    @routes.get(
        "/obligations/{id}",
        operation_id="ReadObligation",
        response_model=ObligationShown,
        summary="One obligation",
    )
    async def read_obligation(id: str, actor: Annotated[Actor, Depends(ANY_READER)]) -> Response:
        return await shown(room, await seen(room, OBLIGATION, id, actor), obligation_shown, actor)

    return routes
