"""Clients that share no code with ours write and read the events: librdkafka, and kafkajs if it is there.

`KAFKAJS` names a folder in which `npm install kafkajs` was run.
"""

import asyncio
import json
import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest

from local.databases import database
from local.deployment import Deployment
from local.parts.names import SERVICES
from local.people import has_its_place
from local.scenarios.action_tracking import TRACKING, lives, new_actions
from local.waiting import eventually_async
from local.wire import Wire, records, topic_of, unread
from tests.faults.actions import heard_all
from tests.faults.flow import all_four_are_whole, at_rest, everybody
from tests.faults.limits import SHORT
from tests.kafka.foreign import confluent_kafka, produce
from tests.support.published_schemas import faults

READ_EVENTS = Path(__file__).with_name("read_events.js")
PATIENCE = 60.0
"""Seconds that a client may take to read everything."""


@dataclass(frozen=True)
class Seen:
    """A record as another client read it."""

    topic: str
    key: str
    headers: tuple[tuple[str, str], ...]
    data: str


@pytest.fixture(scope="module")
def kafka() -> Iterator[Deployment]:
    """All four services, with a review and all that follows from it."""
    with Deployment(forked=True, settings=SHORT) as running:
        asyncio.run(a_thread(running))
        yield running


async def a_thread(deployment: Deployment) -> None:
    done = Counter[tuple[str, str]]()
    await asyncio.gather(*(has_its_place(deployment, service) for service in SERVICES))
    async with everybody(deployment, done) as all_:
        await all_.thread()
    await all_four_are_whole(deployment, done)


async def everything(deployment: Deployment) -> list[Seen]:
    """Returns every record of all topics, as our own client reads it."""
    found = [record for service in SERVICES for record in await records(deployment, service)]
    return [seen(each.topic, each.key, each.headers, each.value or b"") for each in found]


def seen(topic: str, key: bytes | None, headers: Sequence[tuple[str, bytes]], data: bytes) -> Seen:
    return Seen(topic, (key or b"").decode(), tuple(sorted((name, value.decode()) for name, value in headers)), data.decode())


def by_librdkafka(address: str, topics: Collection[str], count: int) -> list[Seen]:
    settings = {"bootstrap.servers": address, "group.id": f"tests-{uuid4()}", "auto.offset.reset": "earliest"}
    consumer = confluent_kafka.Consumer(settings)
    consumer.subscribe([*topics])
    try:
        found = consumer.consume(count, PATIENCE)
    finally:
        consumer.close()
    assert [each.error() for each in found if each.error()] == []
    return [seen(each.topic(), each.key(), each.headers(), each.value()) for each in found]


def by_kafkajs(address: str, topics: Collection[str], count: int) -> list[Seen]:
    node, folder = shutil.which("node"), Path(os.environ.get("KAFKAJS", "nowhere")) / "node_modules"
    if node is None or not (folder / "kafkajs").is_dir():
        pytest.skip("it needs node, and KAFKAJS must name a folder in which kafkajs is installed")
    command = [node, str(READ_EVENTS), address, str(count), *topics]
    ended = subprocess.run(
        command, env=os.environ | {"NODE_PATH": str(folder)}, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert ended.returncode == 0, ended.stderr
    lines = [json.loads(line) for line in ended.stdout.splitlines()]
    return [Seen(each["topic"], each["key"], tuple(sorted(each["headers"].items())), each["data"]) for each in lines]


@pytest.mark.parametrize("read", [by_librdkafka, by_kafkajs])
async def test_every_event_is_read_as_it_was_published(
    kafka: Deployment, read: Callable[[str, Collection[str], int], list[Seen]]
) -> None:
    ours = await everything(kafka)
    topics = [topic_of(kafka, service) for service in SERVICES]
    found = await asyncio.to_thread(read, kafka.broker_address, topics, len(ours))
    assert Counter(found) == Counter(ours)
    assert {each.topic for each in found} == {*topics}
    assert {each.data: wrong for each in found if (wrong := faults_of(each))} == {}


def faults_of(event: Seen) -> list[str]:
    """Returns each way in which an event differs from its published schema."""
    headers = dict(event.headers)
    assert event.key == headers["ce_partitionkey"]
    return faults(headers["ce_type"].removeprefix("learning."), headers, json.loads(event.data))


async def test_events_that_a_foreign_client_copies_have_no_second_effect(kafka: Deployment) -> None:
    """As a tool that mirrors topics does, or one that brings them back from a backup."""
    before = {service: versions(kafka, service) for service in SERVICES}
    for service in SERVICES:
        copies = [Wire(each.key, tuple(each.headers), each.value) for each in await records(kafka, service)]
        produce(kafka.broker_address, topic_of(kafka, service), copies)
    for service in SERVICES:
        async with unread(kafka, service) as count:
            await eventually_async(partial(nothing, count), within=30, every=0.2, what="the copies are read")
    assert {service: versions(kafka, service) for service in SERVICES} == before
    assert {service: at_rest(kafka, service) for service in SERVICES} == {service: [] for service in SERVICES}


async def nothing(count: Callable[[], Awaitable[int]]) -> bool:
    return await count() == 0


def versions(deployment: Deployment, service: str) -> Mapping[str, int]:
    with database(deployment, service) as found:
        return {each["_id"]: each["version"] for each in found.aggregates.find({}, {"version": 1})}


@pytest.mark.parametrize("idempotent", ["false", "true"], ids=["plain", "idempotent"])
async def test_an_event_that_a_foreign_client_writes_takes_effect(kafka: Deployment, idempotent: str) -> None:
    actions = new_actions(5)
    produce(kafka.broker_address, topic_of(kafka, TRACKING), lives(actions, 3), enable_idempotence=idempotent)
    await heard_all(kafka, actions, 3)
