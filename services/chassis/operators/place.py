"""The topics of a service as an operator's task reaches them, beside its processes and without joining its group."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiokafka import AIOKafkaConsumer, TopicPartition

from services.chassis.messaging.connection import Connection
from services.chassis.messaging.refused import connect
from services.chassis.messaging.topics import administering, partitions_of


@dataclass(frozen=True)
class Place:
    """The topics that a service publishes to and reads. `source` is the `ce_source` of its own events."""

    connection: Connection
    source: str
    topic: str
    listens: Sequence[str]
    group: str


@asynccontextmanager
async def consuming(place: Place, group: str | None = None) -> AsyncIterator[AIOKafkaConsumer]:
    """Opens a consumer that commits nothing by itself. Raises NotConnected if no broker lets it in."""
    consumer = place.connection.consumer(group_id=group, auto_offset_reset="earliest")
    try:
        await connect(consumer)
        yield consumer
    finally:
        await consumer.stop()


async def partitions(place: Place, topics: Sequence[str]) -> dict[str, list[TopicPartition]]:
    """Returns the partitions of each topic. A topic that is missing, or hidden from this login, has none."""
    async with administering(place.connection) as admin:
        return await partitions_of(admin, topics)
