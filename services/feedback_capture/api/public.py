"""Public routes, without an account: forms, responses, receipts and published replies (FC3, FC5).

A receipt code is sent in a body and never in an address.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header

from services.chassis.http.listings import add_list
from services.chassis.http.rates import count_wrong_codes
from services.chassis.http.reading import seen_part
from services.chassis.http.refusals import STATUS_TEXT, HttpRefusal, Problem, responses_for
from services.chassis.room.room import Room, given_to
from services.chassis.rules.decisions import ANONYMOUS
from services.feedback_capture.api.listening import listening
from services.feedback_capture.api.readers import anonymous
from services.feedback_capture.commands import responding
from services.feedback_capture.commands.flood import Flood
from services.feedback_capture.commands.form import token_for
from services.feedback_capture.domain.reply.state import PublicReply
from services.feedback_capture.domain.response.answering import Respond, SurveyAnswers
from services.feedback_capture.domain.response.receipt import ShowReceipt
from services.feedback_capture.domain.response.taking_back import WithdrawConsent
from services.feedback_capture.domain.response.withdrawing import WithdrawResponse
from services.feedback_capture.domain.survey.notices import RECEIPT
from services.feedback_capture.domain.survey.state import Asking
from services.feedback_capture.facts import response_of
from services.feedback_capture.kinds import REPLY, SURVEY
from services.feedback_capture.queries.receipts import Receipt, ReceiptShown, receipt_shown
from services.feedback_capture.queries.replies import REPLIES, PublishedReply, replies_published
from services.feedback_capture.queries.surveys import Form, form_shown

SecretKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=responding.SECRET,
        max_length=128,
        description="A random secret of the caller. The same secret returns the same receipt code",
    ),
]
PUBLIC_COMMAND_RESPONSES = responses_for(*(status for status in STATUS_TEXT if status not in (401, 403, 412)))
GUESSES = [Depends(count_wrong_codes)]

RECALLED: dict[int | str, dict[str, Any]] = {410: {"model": Problem, "description": "Recalled"}}


def router(room: Room, flood: Flood) -> APIRouter:
    routes = APIRouter(tags=["public"])

    @routes.get("/surveys/{id}/form", operation_id="ReadForm", summary="Shows the notices and questions of a survey (FC3)")
    async def read_form(id: str) -> Form:
        survey: Asking = await seen_part(room, SURVEY, id, ANONYMOUS, Asking)
        return form_shown(survey, token_for(room, survey.id), given_to(room, ANONYMOUS))

    forms = APIRouter(tags=["public"], route_class=listening(room, flood))

    @forms.post(
        "/responses",
        operation_id="Respond",
        status_code=201,
        responses=PUBLIC_COMMAND_RESPONSES,
        summary="Answers a survey anonymously (FC3)",
    )
    async def respond(body: SurveyAnswers, key: SecretKey) -> Receipt:
        return Receipt(receipt=await responding.respond(room, Respond(**dict(body), secret=key)), notice=RECEIPT.words)

    routes.include_router(forms)

    @routes.post(
        "/receipts",
        dependencies=GUESSES,
        operation_id="ShowReceipt",
        responses=PUBLIC_COMMAND_RESPONSES,
        summary="Shows the replies to a response, with its receipt code (FC5)",
    )
    async def show_receipt(body: ShowReceipt) -> ReceiptShown:
        return await receipt_shown(room, await response_of(room, body.receipt))

    @routes.post(
        "/receipts/withdrawals",
        dependencies=GUESSES,
        operation_id="WithdrawResponse",
        responses=PUBLIC_COMMAND_RESPONSES,
        summary="Withdraws a response, with its receipt code (FC3)",
    )
    async def withdraw(body: WithdrawResponse, key: SecretKey) -> ReceiptShown:
        return await receipt_shown(room, await responding.withdraw(room, body, key))

    @routes.post(
        "/receipts/consents",
        dependencies=GUESSES,
        operation_id="WithdrawConsent",
        responses=PUBLIC_COMMAND_RESPONSES,
        summary="Takes back the consent to one use of a response, with its receipt code (FC3)",
    )
    async def withdraw_consent(body: WithdrawConsent, key: SecretKey) -> ReceiptShown:
        return await receipt_shown(room, await responding.withdraw_one_consent(room, body, key))

    add_list(
        routes,
        room,
        "/replies",
        REPLIES,
        lambda states, given: replies_published(room, states, given),
        model=PublishedReply,
        actor=anonymous,
        operation_id="ListReplies",
        summary="Lists published replies: what people said, and what was done (FC5)",
    )

    @routes.get("/replies/{id}", operation_id="ReadReply", summary="Shows a published reply", responses=RECALLED)
    async def read_reply(id: str) -> PublishedReply:
        reply: PublicReply = await seen_part(room, REPLY, id, ANONYMOUS, PublicReply)
        if reply.recalled:
            raise HttpRefusal(410, "We have taken this reply back, because it should not stay. We are sorry.")
        return (await replies_published(room, [reply], given_to(room, ANONYMOUS)))[0]

    return routes
