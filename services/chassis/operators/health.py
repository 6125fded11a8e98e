"""Health: the loops of a process turn, and its parts answer (docs/architecture.md "Health")."""

import time
from collections.abc import Awaitable, Callable, Mapping
from logging import WARNING
from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from services.chassis.telemetry.logs import log_fault

STALE_SECONDS = 60

Check = Callable[[], Awaitable[None]]
"""Raises while a part does not answer."""


class Loops(BaseModel):
    """Seconds since the last turn of each loop."""

    loops: dict[str, float]


UNWELL: dict[int | str, dict[str, Any]] = {503: {"description": "Not well. The body has the same form"}}


def health(checks: Mapping[str, Check], loops: Mapping[str, Callable[[], float]]) -> APIRouter:
    """Returns the health routes. `checks` and `loops` are read at each request, so that parts may add theirs later."""
    router = APIRouter(tags=["health"])
    last: dict[str, str] = {}

    @router.get(
        "/health/live",
        operation_id="Live",
        response_model=Loops,
        responses=UNWELL,
        summary="Shows when each loop last turned",
    )
    async def live() -> Response:
        ages = {name: round(time.monotonic() - turn(), 1) for name, turn in loops.items()}
        return JSONResponse({"loops": ages}, 200 if all(age < STALE_SECONDS for age in ages.values()) else 503)

    @router.get(
        "/health/ready",
        operation_id="Ready",
        response_model=dict[str, str],
        responses=UNWELL,
        summary="Shows whether the store and the broker answer",
    )
    async def ready() -> Response:
        found: dict[str, str] = {}
        nonlocal last
        for name, check in checks.items():
            try:
                await check()
                found[name] = "answers"
            except Exception as fault:  # noqa: BLE001 - whatever it is, it is not ready
                found[name] = "does not answer"
                if last.get(name) != found[name]:
                    log_fault(WARNING, "health: not ready", fault, part=name)
        last = found
        return JSONResponse(found, 200 if set(found.values()) <= {"answers"} else 503)

    return router
