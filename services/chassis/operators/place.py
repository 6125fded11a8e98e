"""The topics of a service as an operator's task reaches them, beside its processes and without joining its group."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from services.chassis.messaging.topics import partitions_of


@dataclass(frozen=True)
class Place:
    """The topics that a service publishes to and reads. `source` is the `ce_source` of its own events."""

    broker: str
    source: str
    topic: str
    listens: Sequence[str]
    group: str


@asynccontextmanager
async def consuming(place: Place, **settings: Any) -> AsyncIterator[AIOKafkaConsumer]:
    """Opens a consumer that commits nothing by itself."""
    consumer = AIOKafkaConsumer(
        bootstrap_servers=place.broker, isolation_level="read_committed", enable_auto_commit=False, **settings
    )
    await consumer.start()
    try:
        yield consumer
    finally:
        await consumer.stop()


async def partitions(place: Place, topics: Sequence[str]) -> dict[str, list[TopicPartition]]:
    """Returns the partitions of each topic. A topic that is missing, or hidden from this login, has none."""
    admin = AIOKafkaAdminClient(bootstrap_servers=place.broker)
    await admin.start()
    try:
        return await partitions_of(admin, topics)
    finally:
        await admin.close()
