"""The records on the services' topics: reads them from the beginning, and sends them as another service would."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition
from aiokafka.admin import NewTopic

from contracts.events.catalogue import publisher
from contracts.events.envelope import describe, encode, sequence_of
from contracts.events.event import Event
from local.deployment import Deployment
from local.grounds.kafka import administering
from local.partnership import PARTNERSHIP_CODE
from local.parts.names import SERVICES
from services.chassis.messaging import topics

PARTITIONS = 12
"""The partitions of a topic that a test makes: as many as a service makes."""


@dataclass(frozen=True)
class Wire:
    """A record to send. Tests may put anything in it."""

    key: bytes | None
    headers: tuple[tuple[str, bytes | None], ...]
    body: bytes | None


@dataclass(frozen=True)
class Told:
    """An event as found on a topic. `number` is the last part of its sequence."""

    aggregate: str
    number: int
    id: str
    type: str
    time: datetime
    body: bytes


def topic_of(deployment: Deployment, service: str) -> str:
    """Returns a service's topic in the present generation."""
    generation = f".g{deployment.generation}" if deployment.generation > 1 else ""
    return f"{deployment.topic_prefix}{service}{generation}"


@asynccontextmanager
async def consuming(deployment: Deployment, **settings: Any) -> AsyncIterator[AIOKafkaConsumer]:
    """Yields a consumer that commits nothing by itself."""
    consumer = AIOKafkaConsumer(bootstrap_servers=deployment.broker_address, enable_auto_commit=False, **settings)
    try:
        await consumer.start()
        yield consumer
    finally:
        await consumer.stop()


async def make_topics(deployment: Deployment, *services: str) -> None:
    """Makes the topics of services that do not run, so that a test can send to them."""
    async with administering(deployment.broker_address) as admin:
        await admin.create_topics([NewTopic(topic_of(deployment, each), PARTITIONS, 1) for each in services])


async def partitions_of(deployment: Deployment, *services: str) -> list[TopicPartition]:
    """Returns the partitions of these services' topics. A topic that is missing has none."""
    async with administering(deployment.broker_address) as admin:
        found = await topics.partitions_of(admin, [topic_of(deployment, each) for each in services])
    return [partition for its in found.values() for partition in its]


async def records(deployment: Deployment, service: str) -> list[ConsumerRecord[bytes, bytes]]:
    """Returns every record on the service's topic now. Those of one key are in their order on the topic."""
    partitions = await partitions_of(deployment, service)
    if not partitions:
        return []
    async with consuming(deployment, auto_offset_reset="earliest") as consumer:
        starts = await consumer.beginning_offsets(partitions)
        return [record async for record in topics.read_to_end(consumer, starts)]


async def read_topic(deployment: Deployment, service: str) -> list[Told]:
    """Returns every event on the topic now. Those of one aggregate are in their order on the topic."""
    return [_told(record.headers, record.value) for record in await records(deployment, service)]


async def length_of(deployment: Deployment, service: str) -> int:
    """Returns a lower bound of the topic's records without reading them.

    The embedded broker counts the last batch of a partition as one record.
    """
    partitions = await partitions_of(deployment, service)
    if not partitions:
        return 0
    async with consuming(deployment) as consumer:
        return sum((await consumer.end_offsets(partitions)).values())


@asynccontextmanager
async def unread(deployment: Deployment, service: str) -> AsyncIterator[Callable[[], Awaitable[int]]]:
    """Returns a lower bound of the records that the service has not committed yet, on all its topics."""
    partitions = await partitions_of(deployment, *SERVICES)
    async with consuming(deployment, group_id=topic_of(deployment, f"{service}-inbox")) as consumer:
        consumer.assign(partitions)  # assigned by hand, to read the group's positions without joining the group

        async def count() -> int:
            ends = await consumer.end_offsets(partitions)
            committed = await asyncio.gather(*(consumer.committed(each) for each in partitions))
            return sum(max(0, ends[each] - (read or 0)) for each, read in zip(partitions, committed, strict=True))

        yield count


def first_appearances(told: Iterable[Told]) -> Mapping[str, list[int]]:
    """Returns the numbers of each aggregate's events, in the order of their first appearance."""
    found: dict[str, list[int]] = defaultdict(list)
    for each in told:
        if each.number not in found[each.aggregate]:
            found[each.aggregate].append(each.number)
    return found


async def send(deployment: Deployment, service: str, records: Sequence[Wire]) -> None:
    """Sends records to the service's topic, those of one key in order, and returns when the broker has all of them."""
    producer = AIOKafkaProducer(bootstrap_servers=deployment.broker_address, enable_idempotence=False)
    try:
        await producer.start()
        topic = topic_of(deployment, service)
        sent = [
            await producer.send(topic, each.body, key=each.key, headers=[*each.headers], partition=None) for each in records
        ]
        for each in sent:
            await each
    finally:
        await producer.stop()


def wire(event: Event, aggregate: str, number: int, at: datetime | None = None) -> Wire:
    """Returns an event as its own service would send it, at that domain time, or else at the real time."""
    envelope = describe(
        event,
        source=f"/{PARTNERSHIP_CODE}/{publisher(type(event))}",
        aggregate=aggregate,
        sequence=sequence_of(1, number),
        time=at or datetime.now(UTC),
        cause=str(uuid4()),
        correlation=aggregate,
        edition=1,
        traceparent=None,
    )
    encoded = encode(envelope, event)
    headers = tuple((name, value.encode()) for name, value in encoded.headers.items())
    return Wire(encoded.key.encode(), headers, encoded.body)


def _told(headers: Sequence[tuple[str, bytes]], body: bytes) -> Told:
    known = {name: value.decode() for name, value in headers}
    return Told(
        aggregate=known["ce_partitionkey"],
        number=int(known["ce_sequence"].rpartition("-")[2]),
        id=known["ce_id"],
        type=known["ce_type"],
        time=datetime.fromisoformat(known["ce_time"]),
        body=body,
    )
