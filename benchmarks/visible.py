"""The delay from a confirmed finding to its obligation in action tracking, against ten round trips to the broker.

A round trip is a record sent to a reader that waits for it, as the service's own reader does. The embedded broker's
delay depends on the moment of sending, so both are measured after the same pauses.
"""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from benchmarks.measuring import Figure, Sample, Target, compared
from benchmarks.stage import make_topic, producing
from local.deployment import Deployment
from local.people import REGISTRY, People, has_its_place, people
from local.scenarios.action_tracking import TRACKING
from local.scenarios.playing import aplay
from local.scenarios.review_registry import AGENCIES, finding, to_a_finding
from local.waiting import eventually_async
from services.action_tracking.domain.obligation.state import obligation_id

ROUND_TRIPS = 10
PAUSES = [0.05 + 0.025 * step for step in range(20)]
"""Seconds of quiet before each, spread evenly over the half second that a reader waits at the broker."""
ROUNDS = 2
"""Rounds of the pauses. The broker sometimes lets a reader wait twice, which a mean of few would not even out."""
TIMES = 3
LOOK_EVERY = 0.002


@dataclass(frozen=True)
class Stage:
    callers: People
    readers: httpx.AsyncClient
    producer: AIOKafkaProducer
    consumer: AIOKafkaConsumer
    topic: str

    async def confirmed(self) -> Sample:
        """Measures the mean delay of one review's findings, each from the acknowledgement of its confirmation."""
        review, found = await self._findings()
        waiting = iter(found)
        return await _after_pauses(PAUSES, lambda: self._until_visible(review, next(waiting)))

    async def there_and_back(self) -> Sample:
        one = await _after_pauses(PAUSES * ROUNDS, self._round_trip)
        return Sample(ROUND_TRIPS * one.wall, 0)

    async def _findings(self) -> tuple[str, list[str]]:
        review = (await aplay(self.callers.step, to_a_finding(), until="in analysis"))["review"]
        shown: dict[str, Any] = {}
        for _ in PAUSES:
            shown = await self.callers.ask(f"/reviews/{review}/findings", finding())
        await self.callers.ask(f"/reviews/{review}/moves", {"to": "findings"})
        return review, [each["id"] for each in shown["findings"]]

    async def _until_visible(self, review: str, found: str) -> float:
        await self.callers.ask(f"/reviews/{review}/confirmations", {"finding": found})
        began, obligation = time.perf_counter(), f"/obligations/{obligation_id(found, AGENCIES[0])}"

        async def visible() -> bool:
            return (await self.readers.get(obligation)).is_success

        await eventually_async(visible, what="the obligation is visible", every=LOOK_EVERY)
        return time.perf_counter() - began

    async def _round_trip(self) -> float:
        began, sent = time.perf_counter(), str(uuid4()).encode()
        await self.producer.send_and_wait(self.topic, sent)
        while (await self.consumer.getone()).value != sent:
            pass
        return time.perf_counter() - began


async def _after_pauses(pauses: Sequence[float], measured: Callable[[], Awaitable[float]]) -> Sample:
    """Returns the mean of measurements, one after each pause."""
    seconds = []
    for pause in pauses:
        await asyncio.sleep(pause)
        seconds.append(await measured())
    return Sample(statistics.mean(seconds), 0)


@asynccontextmanager
async def _stage(deployment: Deployment) -> AsyncIterator[Stage]:
    topic = await make_topic(deployment.broker_address, f"{deployment.topic_prefix}round-trips")
    consumer = AIOKafkaConsumer(topic, bootstrap_servers=deployment.broker_address, auto_offset_reset="earliest")
    headers = {"Authorization": f"Bearer {deployment.token('business-unit', agency='partnership')}"}
    await has_its_place(deployment, TRACKING)
    await consumer.start()
    try:
        async with (
            people(deployment) as callers,
            httpx.AsyncClient(base_url=deployment.url(TRACKING), headers=headers) as readers,
            producing(deployment.broker_address) as producer,
        ):
            yield Stage(callers, readers, producer, consumer, topic)
    finally:
        await consumer.stop()


def figures() -> list[Figure]:
    with Deployment(services=(REGISTRY, TRACKING)) as deployment, asyncio.Runner() as runner:
        opened = _stage(deployment)
        stage = runner.run(opened.__aenter__())
        try:
            runner.run(stage.there_and_back())
            return [
                compared(
                    f"finding confirmed, obligation visible: mean of {len(PAUSES)}",
                    f"{ROUND_TRIPS} round trips to the broker, to a reader that waits",
                    Target("at most", 1),
                    lambda: runner.run(stage.confirmed()),
                    lambda: runner.run(stage.there_and_back()),
                    times=TIMES,
                )
            ]
        finally:
            runner.run(opened.__aexit__(None, None, None))
