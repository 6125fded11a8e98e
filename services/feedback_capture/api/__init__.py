"""Feedback capture over HTTP: its queries, and the commands that need no account. The others are mounted from their table."""

from fastapi import APIRouter

from services.chassis.http.refusals import PUBLIC_RESPONSES, QUERY_RESPONSES
from services.chassis.room.room import Room
from services.feedback_capture.api import (
    concerns,
    contributions,
    involvements,
    late_feedback,
    public,
    replies,
    responses,
    summaries,
    surveys,
    waiting,
)
from services.feedback_capture.commands.flood import Flood


def router(room: Room, flood: Flood) -> APIRouter:
    routes = APIRouter()
    for each in (involvements, contributions, responses, concerns, surveys, summaries, replies, waiting, late_feedback):
        routes.include_router(each.router(room), responses=QUERY_RESPONSES)
    routes.include_router(public.router(room, flood), responses=PUBLIC_RESPONSES)
    return routes
