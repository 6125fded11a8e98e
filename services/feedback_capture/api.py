"""Feedback capture's queries over HTTP; its commands are mounted from their table."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from contracts.vocabulary import Code, Id
from services.chassis.decisions import Actor, Given
from services.chassis.http import seen, shown
from services.chassis.identity import BUSINESS_UNIT, DECIDER, FACILITATOR, PARTNERSHIP_WIDE, PRACTITIONER, STAFF, signed_in
from services.chassis.paging import After, Limit, listed, page
from services.chassis.refusals import READING, unknown
from services.chassis.room import Room
from services.feedback_capture import queries
from services.feedback_capture.commands import CONTRIBUTION, INVOLVEMENT, REPLY, state_of
from services.feedback_capture.domain.reply import Reply
from services.feedback_capture.queries import ContributionShown, InvolvementShown, ReplyShown

Reader = Annotated[Actor, Depends(signed_in(*PARTNERSHIP_WIDE, FACILITATOR))]
Anybody = Annotated[Actor, Depends(signed_in(*STAFF, PRACTITIONER))]
Clerk = Annotated[Actor, Depends(signed_in(BUSINESS_UNIT, DECIDER))]
About = Annotated[Id | None, Query()]
Filter = Annotated[Code | None, Query()]
ANYBODY = Actor(frozenset({"anybody"}), "public", "anybody")
"""Who calls a public route."""


def router(room: Room) -> APIRouter:
    routes = APIRouter(responses=READING)
    routes.include_router(involving(room))
    routes.include_router(contributing(room))
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


def contributing(room: Room) -> APIRouter:
    """What parties say, to whoever may read it; to everybody else there is nothing (FC2)."""
    routes = APIRouter(tags=["contributions"])

    def given(actor: Actor) -> Given:
        return Given("", "", room.now(), room.framework, actor, room.closed)

    @routes.get(
        "/contributions",
        operation_id="ListContributions",
        response_model=list[ContributionShown],
        summary="What was said, as far as you may read it",
    )
    async def list_contributions(
        request: Request, actor: Anybody, limit: Limit = 50, after: After = None, review: About = None
    ) -> Response:
        asked = {"review": review} if review else {}
        documents = await room.store.find(CONTRIBUTION, asked, after=after, limit=limit)
        items = await queries.contributions_read(room, (each.state for each in documents), given(actor))
        return page(request, items, documents[-1].id if documents else None, limit, len(documents))

    @routes.get("/contributions/{id}", operation_id="ReadContribution", summary="What one party said")
    async def read_contribution(id: str, actor: Anybody) -> ContributionShown:
        state = await state_of(room, CONTRIBUTION, id)
        items = await queries.contributions_read(room, [state] if state else [], given(actor))
        if not items:
            raise unknown()
        return items[0]

    return routes


def replying(room: Room) -> APIRouter:
    """You said, we did: drafts for those who clear them, and what anybody may read."""
    routes = APIRouter(tags=["replies"])

    @routes.get("/drafts", operation_id="ListDrafts", response_model=list[Reply], summary="Replies that wait to be cleared")
    async def list_drafts(request: Request, actor: Clerk, limit: Limit = 50, after: After = None) -> Response:
        items, last, found = await listed(room, REPLY, actor, {"published": "no"}, after, limit)
        return page(request, items, last, limit, found)

    @routes.get(
        "/replies", operation_id="ListReplies", response_model=list[ReplyShown], summary="What was said, and done (FC5)"
    )
    async def list_replies(request: Request, limit: Limit = 50, after: After = None, theme: Filter = None) -> Response:
        asked = {"published": "yes", "theme": theme}
        items, last, found = await listed(room, REPLY, ANYBODY, asked, after, limit)
        return page(request, [await queries.reply_shown(room, item) for item in items], last, limit, found)

    @routes.get("/replies/{id}", operation_id="ReadReply", summary="One reply, with what answers it as it stands")
    async def read_reply(id: str) -> ReplyShown:
        return await queries.reply_shown(room, (await seen(room, REPLY, id, ANYBODY)).state)

    return routes
