"""Drafts of replies over HTTP, for those who write and clear them."""

from fastapi import APIRouter

from contracts.vocabulary.roles import BUSINESS_UNIT, DECIDER
from services.chassis.http.identity import signed_in
from services.chassis.http.listings import add_list, each
from services.chassis.room.room import Room
from services.feedback_capture.queries.replies import DRAFTS, ReplyShown, reply_shown


def router(room: Room) -> APIRouter:
    routes = APIRouter(tags=["replies"])
    add_list(
        routes,
        room,
        "/drafts",
        DRAFTS,
        each(reply_shown),
        model=ReplyShown,
        actor=signed_in(BUSINESS_UNIT, DECIDER),
        operation_id="ListDrafts",
        summary="Lists replies that wait to be cleared",
    )
    return routes
