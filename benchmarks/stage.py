"""The material of the measurements: bells in a store, and events on a topic of their own."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import pymongo
from aiokafka import AIOKafkaProducer
from aiokafka.admin import NewTopic
from pymongo.database import Database

from local.grounds.kafka import IDEMPOTENT, administering
from local.tiny import Bell, make, room_at, up
from local.wire import Wire

Record = dict[str, Any]
PARTITIONS = 6


@contextmanager
def database(store: str) -> Iterator[Database[Record]]:
    with pymongo.MongoClient[Record](store) as client:
        yield client.get_default_database()


def put(store: str, documents: Sequence[Mapping[str, Any]]) -> None:
    """Fills a store with these documents, and nothing else."""
    with database(store) as there:
        for name in ("aggregates", "history", "parked"):
            there[name].delete_many({})
        if documents:
            there.aggregates.insert_many([{**each} for each in documents])


def copy(store: str, other: str) -> None:
    """Copies the documents of one store, their indexes and their keys to an empty one."""
    with database(store) as there, database(other) as here:
        for name, index in there.aggregates.index_information().items():
            here.aggregates.create_index(index.pop("key"), name=name, **index)
        for name in ("aggregates", "keys"):
            here[name].insert_many(there[name].find())


def bells(store: str, count: int, rung: int, bell: Bell = Bell()) -> list[Record]:  # noqa: B008 - frozen
    """Returns a number of documents as the service saves them, each counted up a number of times. Creates the indexes."""

    async def made() -> None:
        async with room_at(store) as room:
            for _ in range(count):
                id_ = await make(room, bell)
                for _ in range(rung):
                    await up(room, id_)

    put(store, [])
    asyncio.run(made())
    with database(store) as there:
        return list(there.aggregates.find())


def producer_at(broker: str) -> AIOKafkaProducer:
    """Returns a producer with the settings of the service's own, not yet started."""
    return AIOKafkaProducer(bootstrap_servers=broker, acks="all", enable_idempotence=IDEMPOTENT)


@asynccontextmanager
async def producing(broker: str) -> AsyncIterator[AIOKafkaProducer]:
    producer = producer_at(broker)
    await producer.start()
    try:
        yield producer
    finally:
        await producer.stop()


async def make_topic(broker: str, name: str) -> str:
    async with administering(broker) as admin:
        await admin.create_topics([NewTopic(name, PARTITIONS, 1)])
    return name


async def fill_topic(broker: str, topic: str, records: Sequence[Wire]) -> None:
    """Creates a topic that holds these records."""
    await make_topic(broker, topic)
    async with producing(broker) as producer:
        for confirmed in [await producer.send(topic, each.body, key=each.key, headers=[*each.headers]) for each in records]:
            await confirmed
