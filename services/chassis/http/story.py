"""The story of a thread as one service knows it (architecture.md rule 10): read from history, months later, sampling or not."""

import json
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel

from contracts.vocabulary.roles import OPERATOR, PARTNERSHIP_WIDE
from contracts.vocabulary.types import UUID
from services.chassis.http.identity import signed_in
from services.chassis.http.refusals import QUERY_RESPONSES, not_found
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Actor
from services.chassis.store.documents import Record


class StoryEvent(BaseModel):
    """One event of a story: what it was, when, what caused it, and who acted."""

    id: str
    service: str
    type: str
    time: datetime
    aggregate: str
    sequence: str
    subject: str
    cause: str
    command: str
    roles: list[str]
    agency: str
    data: dict[str, Any]


def story_routes(room: Room) -> APIRouter:
    router = APIRouter(tags=["threads"], responses=QUERY_RESPONSES)

    @router.get(
        "/threads/{id}",
        operation_id="TellThread",
        summary="Every event here of a finding's, an obligation's or a review's thread",
    )
    async def tell(
        id: Annotated[str, Path(pattern=UUID)], actor: Annotated[Actor, Depends(signed_in(*PARTNERSHIP_WIDE, OPERATOR))]
    ) -> list[StoryEvent]:
        if told := await story(room, id):
            return told
        raise not_found()

    return router


async def story(room: Room, thread: str) -> list[StoryEvent]:
    """Every event here of the thread, in order of time; none where the service has no part in it."""
    entries = await room.store.past({"threads": thread})
    told = [_told(room.name, entry, event) for entry in entries for event in entry["events"]]
    return sorted(told, key=lambda each: (each.time, each.aggregate, each.sequence))


def _told(service: str, entry: Record, event: Record) -> StoryEvent:
    headers = event["headers"]
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
        roles=entry["by"]["roles"],
        agency=entry["by"]["agency"],
        data=json.loads(event["body"]),
    )
