"""What tells an orchestrator to start a process again, or to send it nothing (operations.py; architecture.md, "Health")."""

import time
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from services.chassis.operators.health import STALE_SECONDS, health


@dataclass
class Running:
    """A process whose loops went round so many seconds ago, and which part of it answers."""

    ages: dict[str, float] = field(default_factory=dict)
    broken: str = ""
    store: Any = None

    def __post_init__(self) -> None:
        self.store = self

    def last_turns(self) -> dict[str, float]:
        return {name: time.monotonic() - age for name, age in self.ages.items()}

    async def ping(self) -> None:
        await self._answer("store")

    async def broker_answers(self) -> None:
        await self._answer("broker")

    async def _answer(self, part: str) -> None:
        if part == self.broken:
            raise ConnectionError(part)


async def asked(running: Running, path: str) -> tuple[int, dict[str, Any]]:
    app = FastAPI()
    app.include_router(health(running))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://here") as client:
        answer = await client.get(path)
        return answer.status_code, answer.json()


async def test_a_process_lives_while_every_loop_goes_round() -> None:
    status, told = await asked(Running({"sweep": 0, "relay": STALE_SECONDS - 5}), "/health/live")
    assert status == 200
    assert told["loops"]["relay"] == pytest.approx(STALE_SECONDS - 5, abs=2)


@pytest.mark.parametrize("loop", ["sweep", "relay", "inbox", "drain"])
async def test_one_loop_that_hangs_is_enough(loop: str) -> None:
    ages = dict.fromkeys(("sweep", "relay", "inbox", "drain"), 0.0) | {loop: STALE_SECONDS + 1.0}
    status, told = await asked(Running(ages), "/health/live")
    assert status == 503
    assert told["loops"][loop] > STALE_SECONDS


@pytest.mark.parametrize("part", ["store", "broker"])
async def test_it_is_ready_only_with_both(part: str) -> None:
    both = {"store": "answers", "broker": "answers"}
    assert await asked(Running(), "/health/ready") == (200, both)
    assert await asked(Running(broken=part), "/health/ready") == (503, both | {part: "does not answer"})
