"""How soon a confirmed finding is an obligation at action tracking, against ten round trips to the broker."""

import asyncio
import statistics
import time
from typing import Any
from uuid import uuid4

import httpx
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from benchmarks.measuring import Figure, Target
from benchmarks.stage import make_topic, producing
from services.action_tracking.domain.obligation import obligation_id
from tests.faults.actions import TRACKING
from tests.faults.flow import AGENCIES, TO_A_FINDING, TYPE
from tests.faults.people import REGISTRY, People, has_its_place, people
from tests.support.embedded import Embedded
from tests.unit.review_registry.given import opening

FINDINGS, ROUND_TRIPS = 20, 10


def figures() -> list[Figure]:
    with Embedded(services=(REGISTRY, TRACKING)) as deployment:
        ours, theirs = asyncio.run(_measured(deployment))
    ratios = [mine / its for mine, its in zip(ours, theirs, strict=True)]
    quarters = statistics.quantiles(theirs, n=4)
    return [
        Figure(
            f"finding confirmed, obligation visible: median of {FINDINGS}",
            f"{ROUND_TRIPS} round trips to the broker",
            Target("at most", 1),
            statistics.median(ours) / statistics.median(theirs),
            min(ratios),
            max(ratios),
            "s",
            statistics.median(ours),
            statistics.median(theirs),
            (quarters[2] - quarters[0]) / quarters[1],
        )
    ]


async def _measured(deployment: Embedded) -> tuple[list[float], list[float]]:
    """By turns; every obligation is of a finding of its own, and asked for until it is there."""
    topic = await make_topic(deployment.broker_address, "round-trips")
    async with (
        people(deployment) as callers,
        httpx.AsyncClient(
            base_url=deployment.url(TRACKING),
            headers={"Authorization": f"Bearer {deployment.token('business-unit', agency='partnership')}"},
        ) as readers,
        producing(deployment.broker_address) as producer,
    ):
        await has_its_place(deployment, TRACKING)
        consumer = AIOKafkaConsumer(topic, bootstrap_servers=deployment.broker_address, auto_offset_reset="earliest")
        await consumer.start()
        review, findings = await _findings(callers)
        await _round_trips(producer, consumer, topic)
        ours, theirs = [], []
        for found in findings:
            ours.append(await _until_visible(callers, readers, review, found))
            theirs.append(await _round_trips(producer, consumer, topic))
        await consumer.stop()
    return ours, theirs


async def _findings(callers: People) -> tuple[str, list[str]]:
    review: str = (await callers.ask("/reviews", opening(review_type=TYPE).model_dump(mode="json")))["id"]
    shown: dict[str, Any] = {}
    for path, body in TO_A_FINDING:
        for _ in range(FINDINGS if path == "findings" else 1):
            sent = body if isinstance(body, dict) else body.model_dump(mode="json")
            shown = await callers.ask(f"/reviews/{review}/{path}", sent)
    return review, [each["id"] for each in shown["findings"]]


async def _until_visible(callers: People, readers: httpx.AsyncClient, review: str, found: str) -> float:
    """From the moment that the command is acknowledged."""
    await callers.ask(f"/reviews/{review}/confirmations", {"finding": found})
    began = time.perf_counter()
    while (await readers.get(f"/obligations/{obligation_id(found, AGENCIES[0])}")).status_code != httpx.codes.OK:
        pass
    return time.perf_counter() - began


async def _round_trips(producer: AIOKafkaProducer, consumer: AIOKafkaConsumer, topic: str) -> float:
    began = time.perf_counter()
    for _ in range(ROUND_TRIPS):
        sent = str(uuid4()).encode()
        await producer.send_and_wait(topic, sent)
        while (await consumer.getone()).value != sent:
            pass
    return time.perf_counter() - began
