"""A command over HTTP: the service, and a handler written by hand that keeps the same promises."""

import asyncio
import os
import sys
import time
from functools import partial
from pathlib import Path

import httpx

from benchmarks.measuring import Figure, Sample, Target, compared
from benchmarks.stage import database, make_topic, put
from benchmarks.yardsticks import command as by_hand
from tests.faults.facts import everything_is_sent
from tests.faults.people import REGISTRY, SCOPE, People, people
from tests.support.embedded import Embedded
from tests.support.processes import recorded
from tests.support.service import is_ready
from tests.support.waiting import eventually

YARDSTICK = "handler-by-hand"
ITS_STORE = "action-tracking"
CALLERS, COMMANDS_EACH = 8, 40


def figures() -> list[Figure]:
    with Embedded(services=(REGISTRY,)) as deployment:
        reviews = asyncio.run(_reviews(deployment))
        with database(deployment.store_uri(REGISTRY)) as there:
            copies = list(there.aggregates.find({"_id": {"$in": reviews}}))
        put(deployment.store_uri(ITS_STORE), copies)
        topic = asyncio.run(make_topic(deployment.broker_address, YARDSTICK))
        where = [deployment.store_uri(ITS_STORE), deployment.broker_address, topic, str(deployment.folder / "jwks.json")]
        url = deployment.run_beside(YARDSTICK, lambda port: [sys.executable, "-m", by_hand.__name__, str(port), *where])
        eventually(lambda: is_ready(url), within=45, what="the yardstick is ready")
        ours, theirs = (
            partial(_sample, deployment, part, at, reviews)
            for part, at in ((REGISTRY, deployment.url(REGISTRY)), (YARDSTICK, url))
        )
        for warm in (ours, theirs):
            warm()
        what = f"command over HTTP: {CALLERS * COMMANDS_EACH} scopings, {CALLERS} callers"
        yardstick = "FastAPI + Motor: token, load, rule, guarded write with outbox, relay beside"
        return [compared(what, yardstick, Target("at most", 1.5), ours, theirs)]


async def _reviews(deployment: Embedded) -> list[str]:
    async with people(deployment) as callers:
        reviews = await callers.reviews(CALLERS, 1)
    await everything_is_sent(deployment)
    return reviews


def _sample(deployment: Embedded, part: str, url: str, reviews: list[str]) -> Sample:
    pid = next(each.pid for each in recorded(deployment.folder) if each.name == part)
    before = _cpu(pid)
    passed = asyncio.run(_called(deployment, url, reviews))
    return Sample(passed, _cpu(pid) - before)


async def _called(deployment: Embedded, url: str, reviews: list[str]) -> float:
    headers = {"Authorization": f"Bearer {deployment.token('business-unit', agency='partnership')}"}
    async with httpx.AsyncClient(base_url=url, headers=headers, timeout=10) as client:
        callers = People([client])
        began = time.perf_counter()
        await asyncio.gather(*(_caller(callers, review) for review in reviews))
        return time.perf_counter() - began


async def _caller(callers: People, review: str) -> None:
    for _ in range(COMMANDS_EACH):
        await callers.ask(f"/reviews/{review}/scope", SCOPE)


def _cpu(pid: int) -> float:
    """Seconds of the processor's time that the process has taken so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
