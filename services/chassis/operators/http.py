"""Operators' routes: parked messages and documents in trouble. No route shows a body.

A discard that two people must agree to is confirmed here, by someone of the partnership.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from contracts.vocabulary.roles import BUSINESS_UNIT, DECIDER, OPERATOR, PARTNERSHIP
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
NOT_PROPOSED = Reason("parked/not-proposed", "No one asks to discard this message now. Ask an operator to propose it first.")
OWN_PROPOSAL = Reason("parked/own-proposal", "You proposed to discard this message, so someone else must confirm it.")
NOT_OF_THE_PARTNERSHIP = Reason(
    "parked/not-of-the-partnership", "Ask a decider or the business unit of the partnership. You act for one agency."
)
Limit = Annotated[int, Query(ge=1, le=LARGEST, description="Messages on a page, at most")]
Operator = Annotated[Actor, Depends(signed_in(OPERATOR))]
Confirmer = Annotated[Actor, Depends(signed_in(BUSINESS_UNIT, DECIDER))]
Reader = Annotated[Actor, Depends(signed_in(OPERATOR, BUSINESS_UNIT, DECIDER))]


class Discard(BaseModel):
    """Discards a parked message for good, or proposes that. The reason stays with it."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)
    """A code, because operators who read it may not see personal data."""


class ProposedDiscard(BaseModel):
    """The proposal of an operator to discard a message, which waits for a second person."""

    reason: str
    by: str
    at: datetime


class OperatorDecision(ProposedDiscard):
    """A person's decision to retry a message, to propose its discard, or to discard it."""

    status: str


class ParkedMessage(BaseModel):
    """A parked message without its body."""

    id: str
    lane: str
    number: int
    type: str
    status: str
    reason: str
    at: datetime
    tries: int
    proposed: ProposedDiscard | None = None
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
        actor: Reader,
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
        return await _marked(parking, id, RETRY if await parking.retry(id, _person(actor)) else None)

    @router.post(
        "/parked/{id}/discards",
        operation_id="DiscardParked",
        responses=responses_for(409),
        summary="Discards the first message of a lane, with a reason, or proposes that to a second person",
    )
    async def discard(id: str, body: Discard, actor: Operator) -> Marked:
        return await _marked(parking, id, await parking.discard(id, body.reason, _person(actor)))

    @router.post(
        "/parked/{id}/confirmations",
        operation_id="ConfirmDiscard",
        responses=responses_for(409),
        summary="Confirms that a parked message is discarded, as an operator proposed",
    )
    async def confirm(id: str, actor: Confirmer) -> Marked:
        return await _confirmed(parking, id, actor)

    @router.get("/troubled", operation_id="ListTroubled", summary="Lists documents whose alarm or outbox keeps failing")
    async def troubled(actor: Operator) -> list[dict[str, Any]]:
        return [_troubled(store, each) for each in await alarms.troubled(store)]

    return router


async def _marked(parking: Parking, id_: str, status: str | None) -> Marked:
    """Returns the new status, or refuses if there is none."""
    if status is not None:
        return Marked(id=id_, status=status)
    if await parking.waits_behind(id_):
        raise HttpRefusal(409, "You cannot do this because another message comes first.", BEHIND_ANOTHER)
    raise not_found()


async def _confirmed(parking: Parking, id_: str, actor: Actor) -> Marked:
    entry = await parking.entry(id_)
    if entry is None:
        raise not_found()
    if reasons := _not_confirmable(entry, actor):
        raise HttpRefusal(409, "You cannot confirm this.", *reasons)
    if not await parking.confirm(entry, _person(actor)):
        raise HttpRefusal(409, "Someone decided otherwise meanwhile.", NOT_PROPOSED)
    return Marked(id=id_, status=DISCARDED)


def _person(actor: Actor) -> str:
    return f"{actor.person_ref}@{actor.agency}"


def _not_confirmable(entry: Mapping[str, Any], actor: Actor) -> list[Reason]:
    """Returns everything that keeps this person from confirming the discard of an entry."""
    reasons = [] if actor.agency == PARTNERSHIP else [NOT_OF_THE_PARTNERSHIP]
    if "proposed" not in entry:
        return [*reasons, NOT_PROPOSED]
    return [*reasons, OWN_PROPOSAL] if entry["proposed"]["by"].rpartition("@")[0] == actor.person_ref else reasons


def _troubled(store: Store, record: dict[str, Any]) -> dict[str, Any]:
    kind = store.kinds.get(record["kind"])
    since = {"trouble": record["trouble"]}
    return kind.shown_to_operators(record["_id"], since) if kind else {"kind": record["kind"], **since}


def _shown(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name in ParkedMessage.model_fields and name != "id"}
