"""The story of a thread as one service knows it, read from history: months later, and independent of trace sampling."""

import json
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel

from contracts.vocabulary.roles import OPERATOR, PARTNERSHIP_WIDE
from contracts.vocabulary.types import UUID
from services.chassis.http.identity import signed_in
from services.chassis.http.refusals import QUERY_RESPONSES, not_found
from services.chassis.room.reading import Reader, thread
from services.chassis.room.room import Room
from services.chassis.rules.access import only_operates
from services.chassis.rules.decisions import Actor
from services.chassis.store.documents import Record

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
    )
    async def read_thread(
        id: Annotated[str, Path(pattern=UUID)], actor: Annotated[Actor, Depends(signed_in(*PARTNERSHIP_WIDE, OPERATOR))]
    ) -> list[StoryEvent | StoryStep]:
        events = story(room.name, await thread(room, id, Reader(actor)))
        if not events:
            raise not_found()
        return [step(each) for each in events] if only_operates(actor) else list(events)

    return routes


def story(service: str, entries: list[Record]) -> list[StoryEvent]:
    """Returns the events of history entries in order of time."""
    events = [_event(service, entry, event) for entry in entries for event in entry["events"]]
    return sorted(events, key=lambda each: (each.time, each.aggregate, each.sequence))


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
