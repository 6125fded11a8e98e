"""Feedback capture's queries over HTTP; its commands are mounted from their table."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from contracts.vocabulary import Id
from services.chassis.decisions import Actor, Given
from services.chassis.http import seen, shown
from services.chassis.identity import FACILITATOR, PARTNERSHIP_WIDE, signed_in
from services.chassis.paging import After, Limit, listed, page
from services.chassis.refusals import READING
from services.chassis.room import Room
from services.feedback_capture import queries
from services.feedback_capture.commands import INVOLVEMENT
from services.feedback_capture.queries import InvolvementShown

Reader = Annotated[Actor, Depends(signed_in(*PARTNERSHIP_WIDE, FACILITATOR))]
About = Annotated[Id | None, Query()]


def router(room: Room) -> APIRouter:
    routes = APIRouter(responses=READING)
    routes.include_router(involving(room))
    routes.include_router(replying(room))
    return routes


def involving(room: Room) -> APIRouter:
    """Who is offered a part in a review, and what they say."""
    routes = APIRouter(tags=["involvements"])

    @routes.get(
        "/involvements",
        operation_id="ListInvolvements",
        response_model=list[InvolvementShown],
        summary="Who is offered a part in each review, and where each party stands (FC1)",
    )
    async def list_involvements(
        request: Request, actor: Reader, limit: Limit = 50, after: After = None, review: About = None
    ) -> Response:
        items, last, found = await listed(room, INVOLVEMENT, actor, {"review": review}, after, limit)
        given = Given("", "", room.now(), room.framework, actor, room.closed)
        return page(request, [queries.involvement_shown(item, given) for item in items], last, limit, found)

    @routes.get(
        "/involvements/{id}",
        operation_id="ReadInvolvement",
        response_model=InvolvementShown,
        summary="The involvement in a review as it stands",
    )
    async def read_involvement(id: str, actor: Reader) -> Response:
        return shown(room, await seen(room, INVOLVEMENT, id, actor), queries.involvement_shown, actor)

    return routes


def replying(room: Room) -> APIRouter:
    """You said, we did: what anybody may read."""
    return APIRouter()
