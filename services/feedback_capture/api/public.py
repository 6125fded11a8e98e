"""Feedback capture's queries over HTTP; its commands are mounted from their table."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from contracts.vocabulary.roles import AGENCY_LEAD, BUSINESS_UNIT, DECIDER, FACILITATOR, PARTNERSHIP_WIDE, PRACTITIONER, STAFF
from contracts.vocabulary.types import Code, Id
from services.chassis.http.identity import signed_in
from services.chassis.http.paging import After, Limit, listed, page
from services.chassis.http.reading import seen
from services.chassis.http.refusals import QUERY_RESPONSES, STATUS_TEXT, not_found, responses_for
from services.chassis.http.views import shown
from services.chassis.room.room import Room, given_to, state_of
from services.chassis.rules.decisions import ANONYMOUS, Actor
from services.feedback_capture import queries
from services.feedback_capture.api.anonymous import SecretKey, behind, take, take_back
from services.feedback_capture.commands import CONCERN, CONTRIBUTION, INVOLVEMENT, REPLY, RESPONSE, SUMMARY, SURVEY
from services.feedback_capture.domain.receipt import ShowReceipt
from services.feedback_capture.domain.reply import Reply
from services.feedback_capture.domain.response import Respond
from services.feedback_capture.domain.summary import Summary
from services.feedback_capture.domain.survey import NOTICES, Survey
from services.feedback_capture.domain.withdrawal import WithdrawResponse
from services.feedback_capture.queries import ContributionShown, InvolvementShown, Receipt, ReceiptShown, ReplyShown, heard
from services.feedback_capture.queries.heard import ConcernShown, Form, ResponseShown, ResultsShown

Reader = Annotated[Actor, Depends(signed_in(*PARTNERSHIP_WIDE, FACILITATOR))]
Anybody = Annotated[Actor, Depends(signed_in(*STAFF, PRACTITIONER))]
Clerk = Annotated[Actor, Depends(signed_in(BUSINESS_UNIT, DECIDER))]
About = Annotated[Id | None, Query()]
Filter = Annotated[Code | None, Query()]
Hears = Annotated[Actor, Depends(signed_in(BUSINESS_UNIT, FACILITATOR))]
LooksAtOnce = Annotated[Actor, Depends(signed_in(BUSINESS_UNIT, FACILITATOR, DECIDER))]
Counts = Annotated[Actor, Depends(signed_in(*PARTNERSHIP_WIDE, AGENCY_LEAD))]
Lister = Annotated[Actor, Depends(signed_in(*PARTNERSHIP_WIDE, AGENCY_LEAD, FACILITATOR))]
ASKING = responses_for(*(status for status in STATUS_TEXT if status not in (401, 403, 412)))
"""What a public command may answer."""


def router(room: Room) -> APIRouter:
    """Every query: those for staff, and what needs no account."""
    routes = APIRouter()
    for part in (involving, contributing, hearing, counting, drafting):
        routes.include_router(part(room), responses=QUERY_RESPONSES)
    for part in (asking, replying):
        routes.include_router(part(room), responses=responses_for(404, 422, 503))
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
        shown = [queries.involvement_shown(item, given_to(room, actor)) for item in items]
        return page(request, shown, last, limit, found)

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
        items = await queries.contributions_read(room, (each.state for each in documents), given_to(room, actor))
        return page(request, items, documents[-1].id if documents else None, limit, len(documents))

    @routes.get("/contributions/{id}", operation_id="ReadContribution", summary="What one party said")
    async def read_contribution(id: str, actor: Anybody) -> ContributionShown:
        state = await state_of(room, CONTRIBUTION, id)
        items = await queries.contributions_read(room, [state] if state else [], given_to(room, actor))
        if not items:
            raise not_found()
        return items[0]

    return routes


def asking(room: Room) -> APIRouter:
    """For anybody, without an account (FC3): the form, a response, and what a receipt code opens. A code is never in an
    address."""
    routes = APIRouter(tags=["public"])

    @routes.get("/surveys/{id}/form", operation_id="ReadForm", summary="What is asked, and what must be known before (FC3)")
    async def read_form(id: str) -> Form:
        return heard.form((await seen(room, SURVEY, id, ANONYMOUS)).state, given_to(room, ANONYMOUS).today)

    @routes.post(
        "/responses", operation_id="Respond", status_code=201, responses=ASKING, summary="Answers a survey, anonymously (FC3)"
    )
    async def respond(body: Respond, key: SecretKey) -> Receipt:
        return Receipt(receipt=await take(room, body, key), notice=NOTICES[-1].words)

    @routes.post(
        "/receipts", operation_id="ShowReceipt", responses=ASKING, summary="What came of it, for whoever has the code (FC5)"
    )
    async def show_receipt(body: ShowReceipt) -> ReceiptShown:
        return await queries.receipt_shown(room, (await behind(room, body.receipt)).state)

    @routes.post(
        "/receipts/withdrawals", operation_id="WithdrawResponse", responses=ASKING, summary="Takes everything back (FC3)"
    )
    async def withdraw(body: WithdrawResponse, key: SecretKey) -> ReceiptShown:
        return await queries.receipt_shown(room, (await take_back(room, body, key)).state)

    return routes


def hearing(room: Room) -> APIRouter:
    """What was said, for the few who may read it."""
    routes = APIRouter(tags=["responses"])

    @routes.get(
        "/responses",
        operation_id="ListResponses",
        response_model=list[ResponseShown],
        summary="What was said, without what may identify somebody, and themes that the words suggest (FC4)",
    )
    async def list_responses(
        request: Request, actor: Hears, limit: Limit = 50, after: After = None, survey: About = None
    ) -> Response:
        items, last, found = await listed(room, RESPONSE, actor, {"survey": survey}, after, limit)
        shown = [await heard.response_read(room, item, given_to(room, actor)) for item in items]
        return page(request, shown, last, limit, found)

    @routes.get(
        "/concerns",
        operation_id="ListConcerns",
        response_model=list[ConcernShown],
        summary="Who may be at risk now, `open` or `taken` (FC3)",
        tags=["concerns"],
    )
    async def list_concerns(
        request: Request, actor: LooksAtOnce, limit: Limit = 50, after: After = None, status: Filter = None
    ) -> Response:
        items, last, found = await listed(room, CONCERN, actor, {"status": status}, after, limit)
        shown = [await heard.concern_read(room, item, given_to(room, actor)) for item in items]
        return page(request, shown, last, limit, found)

    @routes.get("/concerns/{id}", operation_id="ReadConcern", summary="One concern, with every word", tags=["concerns"])
    async def read_concern(id: str, actor: LooksAtOnce) -> ConcernShown:
        concern = (await seen(room, CONCERN, id, actor)).state
        return await heard.concern_read(room, concern, given_to(room, actor))

    return routes


def counting(room: Room) -> APIRouter:
    """Counts that give nobody away (FC4)."""
    routes = APIRouter(tags=["surveys"])

    @routes.get("/surveys", operation_id="ListSurveys", response_model=list[Survey], summary="What is and was asked of whom")
    async def list_surveys(request: Request, actor: Lister, limit: Limit = 50, after: After = None) -> Response:
        items, last, found = await listed(room, SURVEY, actor, {}, after, limit)
        return page(request, items, last, limit, found)

    @routes.get("/surveys/{id}/results", operation_id="ReadResults", summary="Its counts; small ones are not shown (FC4)")
    async def read_results(id: str, actor: Counts) -> ResultsShown:
        return await heard.survey_results(room, (await seen(room, SURVEY, id, actor)).state)

    @routes.get(
        "/summaries", operation_id="ListSummaries", response_model=list[Summary], summary="What was heard, quarter by quarter"
    )
    async def list_summaries(request: Request, actor: Counts, limit: Limit = 50, after: After = None) -> Response:
        items, last, found = await listed(room, SUMMARY, actor, {}, after, limit)
        return page(request, items, last, limit, found)

    return routes


def drafting(room: Room) -> APIRouter:
    """You said, we did: what waits for those who clear it."""
    routes = APIRouter(tags=["replies"])

    @routes.get("/drafts", operation_id="ListDrafts", response_model=list[Reply], summary="Replies that wait to be cleared")
    async def list_drafts(request: Request, actor: Clerk, limit: Limit = 50, after: After = None) -> Response:
        items, last, found = await listed(room, REPLY, actor, {"published": "no"}, after, limit)
        return page(request, items, last, limit, found)

    return routes


def replying(room: Room) -> APIRouter:
    """You said, we did: what anybody may read."""
    routes = APIRouter(tags=["public"])

    @routes.get(
        "/replies", operation_id="ListReplies", response_model=list[ReplyShown], summary="What was said, and done (FC5)"
    )
    async def list_replies(request: Request, limit: Limit = 50, after: After = None, theme: Filter = None) -> Response:
        asked = {"published": "yes", "theme": theme}
        items, last, found = await listed(room, REPLY, ANONYMOUS, asked, after, limit)
        return page(request, await queries.replies_shown(room, items), last, limit, found)

    @routes.get("/replies/{id}", operation_id="ReadReply", summary="One reply, with what answers it as it stands")
    async def read_reply(id: str) -> ReplyShown:
        return (await queries.replies_shown(room, [(await seen(room, REPLY, id, ANONYMOUS)).state]))[0]

    return routes
