"""A send that is refused, a leader that is away, and a stop during an outage, with and without the idempotent producer.

Nothing is lost or stuck, order holds, and no restart is needed.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import NewTopic

from local.databases import database, everything_is_sent
from local.deployment import Deployment
from local.grounds.ground import GRACE
from local.grounds.kafka import administering
from local.parts.loopback import PLAIN
from local.parts.names import BROKER
from local.people import REGISTRY, people, serves
from local.tiny import BELL, count_up, room_on
from local.waiting import eventually_async
from services.chassis.messaging.publisher import Publisher
from services.chassis.messaging.relay import Relay
from services.chassis.messaging.topics import FOR_EVER, read_to_end
from services.chassis.room.change import change
from services.chassis.room.room import Cause, Room
from tests.faults.facts import every_event_is_told
from tests.faults.limits import SHORT
from tests.kafka.broker import set_topic
from tests.kafka.pair import Pair, pair

PATIENCE = 3.0
"""Seconds that a send may take."""
BELLS = 24


@pytest.fixture(scope="module", params=[False, True], ids=["plain", "idempotent"])
def idempotent(request: pytest.FixtureRequest) -> bool:
    mode: bool = request.param
    return mode


@pytest.fixture(scope="module")
def kafka(idempotent: bool) -> Iterator[Deployment]:  # noqa: FBT001 - a fixture
    with Deployment(services=(), forked=True, settings=SHORT | {"idempotent_producer": idempotent}) as running:
        yield running


@pytest.fixture
async def registry(kafka: Deployment) -> AsyncIterator[Deployment]:
    kafka.start_part(REGISTRY, wait=False)
    await serves(kafka)
    yield kafka
    kafka.kill(REGISTRY)


async def loops(deployment: Deployment) -> dict[str, float]:
    """Returns the age of each loop. Raises unless the process is alive by its own account."""
    async with httpx.AsyncClient(base_url=deployment.url(REGISTRY), verify=PLAIN) as client:
        answer = (await client.get("/health/live")).raise_for_status()
    ages: dict[str, float] = answer.json()["loops"]
    return ages


async def attempts(deployment: Deployment, at_least: int) -> None:
    """Returns once a document's sending has failed so often."""

    async def failed() -> bool:
        with database(deployment) as found:
            return found.aggregates.find_one({"trouble.outbox.attempts": {"$gte": at_least}}) is not None

    await eventually_async(failed, within=60, every=0.2, what=f"{at_least} attempts failed")


async def test_send_that_is_refused_for_a_while_stops_nothing_for_good(registry: Deployment) -> None:
    """The topic takes no record of this size: a refusal for good, which cost an idempotent producer its numbers."""
    async with people(registry) as callers:
        review = await callers.a_review(1)
        await everything_is_sent(registry)
        await set_topic(registry, REGISTRY, FOR_EVER | {"max.message.bytes": "100"})
        await asyncio.gather(callers.reviews(5, 2), callers.scope(review))
        await attempts(registry, 3)
        assert (await loops(registry))["relay"] < PATIENCE * 2
        await set_topic(registry, REGISTRY, FOR_EVER)
        await callers.scope(review)
    await every_event_is_told(registry)


@asynccontextmanager
async def outage(registry: Deployment) -> AsyncIterator[None]:
    """Freezes the broker, and has reviews made meanwhile."""
    async with people(registry) as callers:
        await callers.reviews(2, 1)
        await everything_is_sent(registry)
        registry.freeze(BROKER)
        try:
            await callers.reviews(3, 2)
            yield
        finally:
            registry.thaw(BROKER)


async def test_outage_is_seen_and_the_process_stays_alive(registry: Deployment) -> None:
    async with outage(registry):
        await attempts(registry, 3)
        assert max((await loops(registry)).values()) < PATIENCE * 2
    await every_event_is_told(registry)


async def test_stop_during_an_outage_ends_within_its_grace(registry: Deployment) -> None:
    async with outage(registry):
        began = time.monotonic()
        registry.stop_part(REGISTRY)
        took = time.monotonic() - began
    assert took < GRACE, "it was not killed"
    assert f"{REGISTRY} stops" in (registry.folder / "logs" / f"{REGISTRY}.log").read_text()
    registry.start_part(REGISTRY, wait=False)
    await serves(registry)
    await every_event_is_told(registry)


@dataclass
class Bells:
    """Bells whose events go to a topic of which each broker leads a half."""

    room: Room
    relay: Relay
    topic: str
    ids: list[str]

    async def ring(self) -> None:
        for id_ in self.ids:
            await change(self.room, BELL, id_, count_up, Cause(id=str(uuid4()), name="count-up"))
            self.relay.wake(id_)

    async def waiting(self) -> set[str]:
        found = self.room.store.aggregates.find({"pending_since": {"$exists": True}}, {"_id": 1})
        return {each["_id"] async for each in found}


@pytest.fixture(scope="module")
def brokers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    folder: Path = tmp_path_factory.mktemp("pair")
    with pair(folder) as running:
        yield running


@asynccontextmanager
async def bells(kafka: Deployment, brokers: Pair, *, idempotent: bool) -> AsyncIterator[Bells]:
    topic = f"bells-{idempotent}".lower()
    async with administering(brokers.address) as client:
        await client.create_topics([NewTopic(topic, 6, 1)])

    def make() -> AIOKafkaProducer:
        return AIOKafkaProducer(
            bootstrap_servers=brokers.address,
            acks="all",
            enable_idempotence=idempotent,
            request_timeout_ms=int(PATIENCE * 1000),
        )

    publisher = Publisher(make, PATIENCE)
    async with room_on(kafka) as room:
        await publisher.start()
        try:
            yield Bells(room, Relay(room.store, publisher, topic, 0.2), topic, [str(uuid4()) for _ in range(BELLS)])
        finally:
            await publisher.stop()


async def numbers_on(address: str, topic: str) -> dict[str, list[int]]:
    """Returns the sequence numbers of each bell in the order of their first appearance."""
    consumer = AIOKafkaConsumer(bootstrap_servers=address)
    await consumer.start()
    try:
        starts = {TopicPartition(topic, number): 0 for number in range(6)}
        found: dict[str, list[int]] = {}
        async for record in read_to_end(consumer, starts):
            number = int(dict(record.headers)["ce_sequence"].rpartition(b"-")[2])
            seen = found.setdefault(record.key.decode(), [])
            if number not in seen:
                seen.append(number)
        return found
    finally:
        await consumer.stop()


async def test_partition_without_a_leader_delays_no_other(kafka: Deployment, brokers: Pair, idempotent: bool) -> None:  # noqa: FBT001
    """The documents of the dead broker wait, all others go on within seconds, and everything is sent once it is back."""
    async with bells(kafka, brokers, idempotent=idempotent) as ringing:
        running = asyncio.create_task(ringing.relay.run())
        try:
            await ringing.ring()
            await eventually_async(lambda: nothing(ringing), within=20, every=0.1, what="everything is sent")
            brokers.lose_second()
            await ringing.ring()
            stuck = await settled(ringing)
            assert 0 < len(stuck) < BELLS, "each broker leads some"
            began = time.monotonic()
            await ringing.ring()
            await eventually_async(lambda: only(ringing, stuck), within=20, every=0.1, what="all others are sent")
            assert time.monotonic() - began < PATIENCE * 2
            brokers.second_returns()
            await ringing.ring()
            await eventually_async(lambda: nothing(ringing), within=90, every=0.2, what="everything is sent at last")
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
        assert await numbers_on(brokers.address, ringing.topic) == {id_: [1, 2, 3, 4] for id_ in ringing.ids}


async def nothing(ringing: Bells) -> bool:
    return not await ringing.waiting()


async def only(ringing: Bells, stuck: set[str]) -> bool:
    return await ringing.waiting() == stuck


async def settled(ringing: Bells) -> set[str]:
    """Returns the documents that wait once sending has failed for each of them twice."""

    async def failed() -> set[str]:
        found = {each["_id"]: each async for each in ringing.room.store.aggregates.find({"pending_since": {"$exists": True}})}
        assert found
        assert all(each.get("trouble", {}).get("outbox", {}).get("attempts", 0) >= 2 for each in found.values())
        return set(found)

    return await eventually_async(failed, within=60, every=0.2, what="what is stuck is known")
