"""The story of a thread as one service knows it, read from history: months later, and independent of trace sampling."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from contracts.vocabulary.roles import OPERATOR, PARTNERSHIP_WIDE
from contracts.vocabulary.types import UUID
from services.chassis.http.cursors import LONGEST_CURSOR, Place, place_of, sealed_cursor
from services.chassis.http.identity import signed_in
from services.chassis.http.listings import LARGEST
from services.chassis.http.next_page import next_page
from services.chassis.http.refusals import QUERY_RESPONSES, not_found
from services.chassis.room.reading import Reader, thread
from services.chassis.room.room import Room
from services.chassis.rules.access import only_operates
from services.chassis.rules.decisions import Actor
from services.chassis.store.documents import Record
from services.chassis.store.history import Moment

HIDDEN: Record = {"roles": [], "agency": ""}
"""Stands for the person of an entry whose kind hides its actor."""


class StoryStep(BaseModel):
    """One event of a story as operators see it: its type, time, place and cause, and no person."""

    id: str
    service: str
    type: str
    time: datetime
    aggregate: str
    sequence: str
    cause: str
    command: str


class StoryEvent(StoryStep):
    """One event of a story, with its data and the person's role and agency."""

    subject: str
    roles: list[str]
    agency: str
    data: dict[str, Any]


def story_routes(room: Room) -> APIRouter:
    routes = APIRouter(tags=["threads"], responses=QUERY_RESPONSES)

    @routes.get(
        "/threads/{id}",
        operation_id="ReadThread",
        summary="Every event of a thread in this service: a finding's, an obligation's or a review's",
        response_model=list[StoryEvent | StoryStep],
    )
    async def read_thread(
        request: Request,
        id: Annotated[str, Path(pattern=UUID)],
        actor: Annotated[Actor, Depends(signed_in(*PARTNERSHIP_WIDE, OPERATOR))],
        limit: Annotated[int, Query(ge=1, le=LARGEST, description="Changes on a page, at most")] = LARGEST,
        after: Annotated[
            str | None, Query(max_length=LONGEST_CURSOR, description="The cursor of the next page, from `Link`")
        ] = None,
    ) -> JSONResponse:
        behind = place_of(room, request, actor, after)
        entries, more = await thread(room, id, Reader(actor), after=_moment(behind), limit=limit)
        if not entries and not behind:
            raise not_found()
        shown = [step(event) if only_operates(actor) else event for event in story(room.name, entries)]
        headers = {}
        if more:
            cursor = sealed_cursor(room, request, actor, (more[0].isoformat(), *more[1:]))
            headers["Link"] = next_page(request, after=cursor, limit=limit)
        return JSONResponse([event.model_dump(mode="json") for event in shown], headers=headers)

    return routes


def _moment(place: Place | None) -> Moment | None:
    return (datetime.fromisoformat(place[0]), place[1], place[2]) if place else None


def story(service: str, entries: Iterable[Record]) -> list[StoryEvent]:
    """Returns the events of history entries, which are in order of time."""
    return [_event(service, entry, event) for entry in entries for event in entry["events"]]


def step(event: StoryEvent) -> StoryStep:
    """Returns an event as operators see it."""
    return StoryStep(**{name: getattr(event, name) for name in StoryStep.model_fields})


def _event(service: str, entry: Record, event: Record) -> StoryEvent:
    headers, by = event["headers"], entry["by"] if isinstance(entry["by"], dict) else HIDDEN
    return StoryEvent(
        id=headers["ce_id"],
        service=service,
        type=headers["ce_type"],
        time=headers["ce_time"],
        aggregate=event["key"],
        sequence=headers["ce_sequence"],
        subject=headers["ce_subject"],
        cause=headers["ce_causationid"],
        command=entry["command"],
        roles=by["roles"],
        agency=by["agency"],
        data=json.loads(event["body"]),
    )
