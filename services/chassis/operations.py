"""What operators see and do: health, parked messages and troubled documents. No route here shows a body."""

import time
from datetime import datetime
from logging import WARNING
from typing import Annotated, Any, Protocol

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from services.chassis.decisions import Actor
from services.chassis.identity import OPERATOR, signed_in
from services.chassis.paging import Limit, page
from services.chassis.parking import DISCARDED, RETRY, Parking
from services.chassis.refusals import READING, unknown
from services.chassis.store import Store
from services.chassis.telemetry import log_fault

STALE_SECONDS = 60
Operator = Annotated[Actor, Depends(signed_in(OPERATOR))]


class Checks(Protocol):
    """What health asks of a running service."""

    store: Store

    def last_turns(self) -> dict[str, float]: ...
    async def broker_answers(self) -> None: ...


class Loops(BaseModel):
    """Seconds since each loop last went round."""

    loops: dict[str, float]


UNWELL: dict[int | str, dict[str, Any]] = {503: {"description": "Not well; the body is of the same form"}}


class Discard(BaseModel):
    """Sets a parked message aside for good; the reason stays with it."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)
    """A code, for whoever reads it must not find a value here."""


class ParkedMessage(BaseModel):
    """A parked message without its body."""

    id: str
    lane: str
    number: int
    status: str
    reason: str
    at: datetime
    tries: int


class Marked(BaseModel):
    """A parked message that was marked, and as what."""

    id: str
    status: str


def health(checks: Checks) -> APIRouter:
    router = APIRouter(tags=["health"])
    last: dict[str, str] = {}

    @router.get(
        "/health/live", operation_id="Live", response_model=Loops, responses=UNWELL, summary="Whether its loops go round"
    )
    async def live() -> Response:
        ages = {name: round(time.monotonic() - turn, 1) for name, turn in checks.last_turns().items()}
        return JSONResponse({"loops": ages}, 200 if all(age < STALE_SECONDS for age in ages.values()) else 503)

    @router.get(
        "/health/ready",
        operation_id="Ready",
        response_model=dict[str, str],
        responses=UNWELL,
        summary="Whether its store and broker answer",
    )
    async def ready() -> Response:
        found: dict[str, str] = {}
        nonlocal last
        for name, check in {"store": checks.store.ping, "broker": checks.broker_answers}.items():
            try:
                await check()
                found[name] = "answers"
            except Exception as fault:  # noqa: BLE001 - whatever it is, it is not ready
                found[name] = "does not answer"
                if last.get(name) != found[name]:
                    log_fault(WARNING, "health: not ready", fault, part=name)
        last = found
        return JSONResponse(found, 200 if set(found.values()) == {"answers"} else 503)

    return router


def parked(parking: Parking, store: Store) -> APIRouter:
    router = APIRouter(tags=["operations"], responses=READING)

    @router.get("/parked", operation_id="ListParked", response_model=list[ParkedMessage], summary="Parked messages, in lanes")
    async def listed(
        request: Request, actor: Operator, limit: Limit = 50, after: Annotated[str | None, Query(max_length=64)] = None
    ) -> Response:
        records = await parking.listed(after, limit)
        items = [ParkedMessage(id=record["_id"], tries=record.pop("tries", 0), **_shown(record)) for record in records]
        return page(request, items, items[-1].id if items else None, limit, len(records))

    @router.post(
        "/parked/{id}/retries", operation_id="RetryParked", summary="Try a parked message again, and what waits behind it"
    )
    async def retry(id: str, actor: Operator) -> Marked:
        return await _marked(id, RETRY, "asked-for")

    @router.post("/parked/{id}/discards", operation_id="DiscardParked", summary="Set a parked message aside, with a reason")
    async def discard(id: str, body: Discard, actor: Operator) -> Marked:
        return await _marked(id, DISCARDED, body.reason)

    @router.get("/troubled", operation_id="ListTroubled", summary="Documents whose alarm or outbox keeps failing")
    async def troubled(actor: Operator) -> list[dict[str, Any]]:
        return [{"id": each["_id"], "kind": each["kind"], "trouble": each["trouble"]} for each in await store.troubled()]

    async def _marked(id_: str, status: str, reason: str) -> Marked:
        if not await parking.mark(id_, status, reason):
            raise unknown()
        return Marked(id=id_, status=status)

    return router


def _shown(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name in ParkedMessage.model_fields and name != "id"}
