"""Drafts of replies over HTTP, for those who write and clear them."""

from fastapi import APIRouter

from services.chassis.http.listings import add_list, each
from services.chassis.room.room import Room
from services.feedback_capture.api.readers import DRAFT_READER
from services.feedback_capture.queries.replies import DRAFTS, ReplyShown, draft_opened


def router(room: Room) -> APIRouter:
    routes = APIRouter(tags=["replies"])
    add_list(
        routes,
        room,
        "/drafts",
        DRAFTS,
        each(draft_opened),
        model=ReplyShown,
        actor=DRAFT_READER,
        operation_id="ListDrafts",
        summary="Lists drafts and corrections of replies that wait to be cleared",
    )
    return routes
