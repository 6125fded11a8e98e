"""Summaries over HTTP."""

from fastapi import APIRouter

from contracts.vocabulary.roles import AGENCY_LEAD, PARTNERSHIP_WIDE
from services.chassis.http.identity import signed_in
from services.chassis.http.listings import add_list, each
from services.chassis.room.room import Room
from services.feedback_capture.queries.summaries import SUMMARIES, SummaryShown, summary_shown


def router(room: Room) -> APIRouter:
    routes = APIRouter(tags=["surveys"])
    add_list(
        routes,
        room,
        "/summaries",
        SUMMARIES,
        each(summary_shown),
        model=SummaryShown,
        actor=signed_in(*PARTNERSHIP_WIDE, AGENCY_LEAD),
        operation_id="ListSummaries",
        summary="Lists the counts of each quarter",
    )
    return routes
