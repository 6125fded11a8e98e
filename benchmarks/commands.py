"""A command over HTTP: the service, and a hand-written handler that keeps the same promises."""

import asyncio
import sys
import time
from functools import partial
from itertools import cycle

import httpx

from benchmarks.measuring import Figure, Sample, Target, compared
from benchmarks.stage import copy, make_topic
from benchmarks.yardsticks import command as by_hand
from local.databases import everything_is_sent
from local.deployment import Deployment
from local.parts.processes import named
from local.parts.service import is_ready
from local.people import REGISTRY, SCOPE, People, people
from local.waiting import eventually

YARDSTICK = "handler-by-hand"
ITS_STORE = "action-tracking"
CALLERS, REVIEWS_EACH, COMMANDS_EACH = 8, 10, 50
AS_DEPLOYED = {"clock": None, "spans": None}
"""Settings without the files of the local profile, which the yardstick does not have either."""


def figures() -> list[Figure]:
    with Deployment(services=(REGISTRY,), settings=AS_DEPLOYED) as deployment:
        reviews = asyncio.run(_reviews(deployment))
        copy(deployment.store_uri(REGISTRY), deployment.store_uri(ITS_STORE))
        topic = asyncio.run(make_topic(deployment.broker_address, f"{deployment.topic_prefix}{YARDSTICK}"))
        files = [str(deployment.folder / "jwks.json"), str(deployment.folder / "keys" / f"{REGISTRY}.json")]
        where = [deployment.store_uri(ITS_STORE), deployment.broker_address, topic, *files]
        url = deployment.run_beside(YARDSTICK, lambda port: [sys.executable, "-m", by_hand.__name__, str(port), *where])
        eventually(lambda: is_ready(url), within=45, what="the yardstick is ready")
        ours, theirs = (
            partial(_sample, deployment, part, at, reviews)
            for part, at in ((REGISTRY, deployment.url(REGISTRY)), (YARDSTICK, url))
        )
        for warm in (ours, theirs):
            warm()
        what = f"command over HTTP: {CALLERS * COMMANDS_EACH} scopings, {CALLERS} callers, {CALLERS * REVIEWS_EACH} reviews"
        yardstick = "FastAPI + Motor: token, load, open, rule, seal, guarded write with outbox, relay beside"
        return [compared(what, yardstick, Target("at most", 1.5), ours, theirs)]


async def _reviews(deployment: Deployment) -> list[str]:
    async with people(deployment) as callers:
        reviews = await callers.reviews(CALLERS * REVIEWS_EACH, 1)
    await everything_is_sent(deployment)
    return reviews


def _sample(deployment: Deployment, part: str, url: str, reviews: list[str]) -> Sample:
    process = named(deployment.folder, part)
    before = process.worked
    passed = asyncio.run(_called(deployment, url, reviews))
    return Sample(passed, process.worked - before)


async def _called(deployment: Deployment, url: str, reviews: list[str]) -> float:
    tokens = {"business-unit": deployment.token("business-unit", agency="partnership")}
    async with httpx.AsyncClient(base_url=url, timeout=10) as client:
        callers = People([client], tokens)
        began = time.perf_counter()
        await asyncio.gather(*(_caller(callers, reviews[number::CALLERS]) for number in range(CALLERS)))
        return time.perf_counter() - began


async def _caller(callers: People, reviews: list[str]) -> None:
    for review, _ in zip(cycle(reviews), range(COMMANDS_EACH), strict=False):
        await callers.ask(f"/reviews/{review}/scope", SCOPE)
