"""Health: the loops of a process turn, and its parts answer (docs/architecture.md "Health")."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from logging import WARNING
from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from services.chassis.telemetry.logs import log_fault

STALE_SECONDS = 60
FRESH = 1.0
"""Seconds for which an answer about the parts is given again."""
AWAY = "does not answer"

Check = Callable[[], Awaitable[None]]
"""Raises while a part does not answer."""


class Loops(BaseModel):
    """Seconds since the last turn of each loop."""

    loops: dict[str, float]


UNWELL: dict[int | str, dict[str, Any]] = {503: {"description": "Not well. The body has the same form"}}


class Readiness:
    """The parts that answer. It looks once for all who ask at the same time, so that no stranger makes it busy."""

    def __init__(self, checks: Mapping[str, Check]) -> None:
        self.checks = checks
        self.look: asyncio.Task[dict[str, str]] | None = None
        self.looked = 0.0

    async def found(self) -> dict[str, str]:
        """Returns `answers` or `does not answer` by part, as it was at most a second ago."""
        if self.look is None or (self.look.done() and time.monotonic() - self.looked >= FRESH):
            before = self.look.result() if self.look else {}
            self.look = asyncio.create_task(self._all(before))
        return await asyncio.shield(self.look)

    async def _all(self, before: Mapping[str, str]) -> dict[str, str]:
        states = await asyncio.gather(*(self._one(name, before.get(name)) for name in self.checks))
        self.looked = time.monotonic()
        return dict(zip(self.checks, states, strict=True))

    async def _one(self, name: str, before: str | None) -> str:
        try:
            await self.checks[name]()
        except Exception as fault:  # noqa: BLE001 - whatever it is, it is not ready
            if before != AWAY:
                log_fault(WARNING, "health: not ready", fault, part=name)
            return AWAY
        return "answers"


def health(checks: Mapping[str, Check], loops: Mapping[str, Callable[[], float]]) -> APIRouter:
    """Returns the health routes. `checks` and `loops` are read at each request, so that parts may add theirs later."""
    router = APIRouter(tags=["health"])
    readiness = Readiness(checks)

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
        found = await readiness.found()
        return JSONResponse(found, 200 if set(found.values()) <= {"answers"} else 503)

    return router
