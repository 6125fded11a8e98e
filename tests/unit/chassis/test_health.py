"""Health: when an orchestrator should restart a process, and when it should send it no requests."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from services.chassis.operators.health import STALE_SECONDS, health


async def answers() -> None:
    return


async def asked(path: str, *, ages: Mapping[str, float] | None = None, broken: str = "") -> tuple[int, dict[str, Any]]:
    """Asks a process whose loops turned so many seconds ago, and one part of which may be broken."""

    async def fails() -> None:
        raise ConnectionError(broken)

    def ago(age: float) -> Callable[[], float]:
        return lambda: time.monotonic() - age

    checks: dict[str, Callable[[], Awaitable[None]]] = {
        part: fails if part == broken else answers for part in ("store", "broker")
    }
    app = FastAPI()
    app.include_router(health(checks, {name: ago(age) for name, age in (ages or {}).items()}))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://here") as client:
        answer = await client.get(path)
        return answer.status_code, answer.json()


async def test_a_process_lives_while_every_loop_goes_round() -> None:
    status, body = await asked("/health/live", ages={"sweep": 0, "relay": STALE_SECONDS - 5})
    assert status == 200
    assert body["loops"]["relay"] == pytest.approx(STALE_SECONDS - 5, abs=2)


@pytest.mark.parametrize("loop", ["sweep", "relay", "inbox", "drain"])
async def test_one_loop_that_hangs_is_enough(loop: str) -> None:
    ages = dict.fromkeys(("sweep", "relay", "inbox", "drain"), 0.0) | {loop: STALE_SECONDS + 1.0}
    status, body = await asked("/health/live", ages=ages)
    assert status == 503
    assert body["loops"][loop] > STALE_SECONDS


@pytest.mark.parametrize("part", ["store", "broker"])
async def test_it_is_ready_only_with_both(part: str) -> None:
    both = {"store": "answers", "broker": "answers"}
    assert await asked("/health/ready") == (200, both)
    assert await asked("/health/ready", broken=part) == (503, both | {part: "does not answer"})


async def test_many_who_ask_make_it_look_once() -> None:
    looked = 0

    async def look() -> None:
        nonlocal looked
        looked += 1

    app = FastAPI()
    app.include_router(health({"store": look}, {}))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://here") as client:
        answers = await asyncio.gather(*(client.get("/health/ready") for _ in range(50)))
    assert {each.status_code for each in answers} == {200}
    assert looked == 1
