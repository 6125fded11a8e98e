"""Records that other clients, tools and administrators put on a topic: none stops a partition or is lost in silence."""

import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import httpx
import pytest
from aiokafka.admin import NewPartitions, NewTopic

from local.deployment import Deployment
from local.parts.loopback import PLAIN
from local.people import REGISTRY, has_its_place, readiness
from local.scenarios.action_tracking import TRACKING, agreed, life, lives, new_actions, rechecked
from local.waiting import eventually_async
from local.wire import send
from services.chassis.messaging.topics import Shape
from tests.conformance.poison import bad, strange
from tests.faults.actions import effects, heard_all
from tests.faults.limits import SHORT
from tests.faults.parked import discard, drained, waiting
from tests.kafka.broker import admin, set_topic
from tests.kafka.foreign import administrator, in_transaction, produce

CODECS = ("gzip", "snappy", "lz4", "zstd")
SOUND = {name.replace(".", "_"): value for name, value in Shape(12, 1, 65_536).settings().items()}
LARGE = 12_000_000
"""Bytes of a record that the store cannot hold when it is sealed."""
SOON = 60
"""Seconds within which a new partition is read."""


@pytest.fixture(scope="module")
def kafka() -> Iterator[Deployment]:
    largest = {"message.max.bytes": "20971520", "replica.fetch.max.bytes": "20971520"}
    with Deployment(services=(), forked=True, settings=SHORT, broker_settings=largest) as running:
        running.start_part(REGISTRY)
        yield running
        running.kill(REGISTRY)


@pytest.fixture(autouse=True)
async def _nothing_waits_afterwards(kafka: Deployment) -> AsyncIterator[None]:
    yield
    for each in waiting(kafka):
        if each["status"] == "troubled":
            discard(kafka, each["id"])
    await drained(kafka, REGISTRY)


@pytest.mark.parametrize("codec", CODECS)
async def test_records_that_a_producer_compressed_are_read(kafka: Deployment, codec: str) -> None:
    actions = new_actions(5)
    produce(kafka.broker_address, TRACKING, lives(actions, 3), compression_type=codec, linger_ms=50)
    await heard_all(kafka, actions, 3)


@pytest.mark.parametrize("codec", CODECS)
async def test_records_that_the_topic_compresses_are_read(kafka: Deployment, codec: str) -> None:
    await set_topic(kafka, TRACKING, **SOUND | {"compression_type": codec})
    try:
        actions = new_actions(5)
        await send(kafka, TRACKING, lives(actions, 3))
        await heard_all(kafka, actions, 3)
    finally:
        await set_topic(kafka, TRACKING, **SOUND)


async def test_a_transaction_has_effect_if_it_was_committed(kafka: Deployment) -> None:
    """Markers lie between the records, and hold up nothing."""
    aborted, committed = new_actions(2)
    in_transaction(kafka.broker_address, TRACKING, life(aborted, 1), id_="aborted", commit=False)
    in_transaction(kafka.broker_address, TRACKING, life(committed, 1), id_="committed", commit=True)
    await send(kafka, TRACKING, [rechecked(committed, 2)])
    await heard_all(kafka, [committed], 2)
    assert effects(kafka, [aborted]) == {}


async def test_headers_of_other_tools_do_no_harm(kafka: Deployment) -> None:
    kinds = strange(rechecked(new_actions(1)[0], 1))
    actions = new_actions(len(kinds))
    for action, kind in zip(actions, kinds, strict=True):
        produce(kafka.broker_address, TRACKING, [agreed(action), strange(rechecked(action, 1))[kind], rechecked(action, 2)])
    await heard_all(kafka, actions, 2)
    assert waiting(kafka) == []


@pytest.mark.parametrize("kind", ["type given twice", "no body", "empty body"])
async def test_a_record_that_nobody_can_read_is_parked(kafka: Deployment, kind: str) -> None:
    action, other = new_actions(2)
    record = rechecked(action, 1)
    record = replace(record, body=b"") if kind == "empty body" else bad(record)[kind]
    produce(kafka.broker_address, TRACKING, [agreed(action), record, rechecked(action, 2), *life(other, 2)])
    await heard_all(kafka, [other], 2)
    await eventually_async(lambda: parked(kafka, 2), what="it is parked with what is behind it", every=0.1)
    assert effects(kafka, [action]) == {action: []}


async def parked(kafka: Deployment, count: int) -> bool:
    return len(waiting(kafka)) == count


async def test_a_record_of_12_mb_stops_no_partition(kafka: Deployment) -> None:
    await set_topic(kafka, TRACKING, **SOUND | {"max_message_bytes": "20971520"})
    action = new_actions(1)[0]
    large = replace(rechecked(action, 1), body=b"x" * LARGE)
    produce(kafka.broker_address, TRACKING, [agreed(action), large, rechecked(action, 2)], message_max_bytes=LARGE * 2)
    await eventually_async(lambda: parked(kafka, 2), within=60, what="it is parked with what is behind it", every=0.1)
    for each in waiting(kafka):
        if each["status"] == "troubled":
            discard(kafka, each["id"])
    await drained(kafka, REGISTRY)
    assert effects(kafka, [action]) == {action: [2]}
    await set_topic(kafka, TRACKING, **SOUND)


async def test_a_topic_made_again_under_its_name_is_noticed_and_read(kafka: Deployment) -> None:
    """The process would go on at its old position, and never read the records that lie below it."""
    before = new_actions(20)
    await send(kafka, TRACKING, lives(before, 4))
    await heard_all(kafka, before, 4)
    heard = time.monotonic()
    await eventually_async(lambda: has_looked_since(kafka, heard), within=30, every=0.5, what="the process has seen the ends")
    client = administrator(kafka.broker_address)
    client.delete_topics([TRACKING])[TRACKING].result(30)
    await eventually_async(lambda: is_there(kafka, there=False), within=30, every=0.2, what="the topic is gone")
    async with admin(kafka.broker_address) as ours:
        await ours.create_topics([made()])
    after = new_actions(5)
    await eventually_async(lambda: is_there(kafka, there=True), within=30, every=0.2, what="the topic is there")
    await send(kafka, TRACKING, lives(after, 1))
    await heard_all(kafka, after, 1, within=90)
    await eventually_async(lambda: noticed(kafka), within=30, every=0.2, what="the log names the topic")
    await has_its_place(kafka)


async def test_a_partition_that_was_added_is_read_soon(kafka: Deployment) -> None:
    async with admin(kafka.broker_address) as client:
        await client.create_partitions({TRACKING: NewPartitions(13)})
    await eventually_async(lambda: partitions(kafka, 13), within=20, every=0.2, what="the partition is there")
    actions = new_actions(60)
    await send(kafka, TRACKING, lives(actions, 1))
    await heard_all(kafka, actions, 1, within=SOON)
    assert (await readiness(kafka))[0] == 200


async def has_looked_since(kafka: Deployment, moment: float) -> bool:
    async with httpx.AsyncClient(base_url=kafka.url(REGISTRY), verify=PLAIN) as client:
        age: float = (await client.get("/health/live")).json()["loops"]["watch"]
    return time.monotonic() - age > moment


def made() -> NewTopic:
    shape = Shape(12, 1, 65_536)
    return NewTopic(TRACKING, 12, 1, topic_configs=shape.settings())


async def noticed(kafka: Deployment) -> bool:
    return f"topic {TRACKING} was made again under its name" in (kafka.folder / "logs" / f"{REGISTRY}.log").read_text()


async def is_there(kafka: Deployment, *, there: bool) -> bool:
    async with admin(kafka.broker_address) as client:
        return (TRACKING in await client.list_topics()) == there


async def partitions(kafka: Deployment, count: int) -> bool:
    async with admin(kafka.broker_address) as client:
        (topic,) = await client.describe_topics([TRACKING])
    return len(topic["partitions"]) == count
