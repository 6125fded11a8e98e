"""Summaries over HTTP."""

from fastapi import APIRouter

from services.chassis.http.listings import add_list, each
from services.chassis.room.room import Room
from services.feedback_capture.api.readers import COUNT_READER
from services.feedback_capture.queries.summaries import SUMMARIES, SummaryShown, summary_shown


def router(room: Room) -> APIRouter:
    routes = APIRouter(tags=["summaries"])
    add_list(
        routes,
        room,
        "/summaries",
        SUMMARIES,
        each(summary_shown),
        model=SummaryShown,
        actor=COUNT_READER,
        operation_id="ListSummaries",
        summary="Lists the counts of each quarter",
    )
    return routes
