"""Operators' routes: parked messages and documents in trouble. No route shows a body."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from contracts.vocabulary.roles import OPERATOR
from services.chassis.http.identity import signed_in
from services.chassis.http.listings import LARGEST, LIMIT
from services.chassis.http.next_page import next_page
from services.chassis.http.refusals import QUERY_RESPONSES, HttpRefusal, not_found, responses_for
from services.chassis.messaging.parking import Parking
from services.chassis.rules.decisions import Actor, Reason
from services.chassis.store import alarms
from services.chassis.store import parked as parked_messages
from services.chassis.store.documents import Store
from services.chassis.store.parked import DISCARDED, RETRY

BEHIND_ANOTHER = Reason(
    "parked/behind", "This message only waits behind another one of its lane. Retry or discard the first one."
)
Limit = Annotated[int, Query(ge=1, le=LARGEST, description="Messages on a page, at most")]
Operator = Annotated[Actor, Depends(signed_in(OPERATOR))]


class Discard(BaseModel):
    """Discards a parked message for good. The reason stays with it."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)
    """A code, because operators who read it may not see personal data."""


class OperatorDecision(BaseModel):
    """A person's decision to retry or discard a message."""

    status: str
    reason: str
    by: str
    at: datetime


class ParkedMessage(BaseModel):
    """A parked message without its body."""

    id: str
    lane: str
    number: int
    status: str
    reason: str
    at: datetime
    tries: int
    decisions: list[OperatorDecision] = []


class Marked(BaseModel):
    """A parked message and its new status."""

    id: str
    status: str


def parked_routes(parking: Parking, store: Store) -> APIRouter:
    router = APIRouter(tags=["operations"], responses=QUERY_RESPONSES)

    @router.get(
        "/parked", operation_id="ListParked", response_model=list[ParkedMessage], summary="Lists parked messages by lane"
    )
    async def listed(
        request: Request,
        actor: Operator,
        limit: Limit = LIMIT,
        after: Annotated[str | None, Query(max_length=64, description="The id of the last message of the page before")] = None,
    ) -> Response:
        records = await parked_messages.listed(parking.store, after, limit)
        items = [ParkedMessage(id=record["_id"], tries=record.pop("tries", 0), **_shown(record)) for record in records]
        headers = {}
        if len(items) == limit:
            headers["Link"] = next_page(request, after=items[-1].id, limit=limit)
        return JSONResponse([item.model_dump(mode="json") for item in items], headers=headers)

    @router.post(
        "/parked/{id}/retries",
        operation_id="RetryParked",
        responses=responses_for(409),
        summary="Retries a parked message, and those behind it",
    )
    async def retry(id: str, actor: Operator) -> Marked:
        return await _decided(id, RETRY, "asked-for", actor)

    @router.post(
        "/parked/{id}/discards",
        operation_id="DiscardParked",
        responses=responses_for(409),
        summary="Discards the first message of a lane, with a reason",
    )
    async def discard(id: str, body: Discard, actor: Operator) -> Marked:
        return await _decided(id, DISCARDED, body.reason, actor)

    @router.get("/troubled", operation_id="ListTroubled", summary="Lists documents whose alarm or outbox keeps failing")
    async def troubled(actor: Operator) -> list[dict[str, Any]]:
        return [_troubled(store, each) for each in await alarms.troubled(store)]

    async def _decided(id_: str, status: str, reason: str, actor: Actor) -> Marked:
        if await parking.decide(id_, status, reason, f"{actor.person_ref}@{actor.agency}"):
            return Marked(id=id_, status=status)
        if await parking.waits_behind(id_):
            raise HttpRefusal(409, "You cannot do this because another message comes first.", BEHIND_ANOTHER)
        raise not_found()

    return router


def _troubled(store: Store, record: dict[str, Any]) -> dict[str, Any]:
    kind = store.kinds.get(record["kind"])
    since = {"trouble": record["trouble"]}
    return kind.shown_to_operators(record["_id"], since) if kind else {"kind": record["kind"], **since}


def _shown(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name in ParkedMessage.model_fields and name != "id"}
