"""The parts of the embedded deployment that every journey and fault test relies on, without any service."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pymongo
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.errors import KafkaError
from pymongo.errors import AutoReconnect, OperationFailure

from local.deployment import Deployment
from local.grounds.ground import EMBEDDED
from local.parts.ports import answers
from local.parts.process_identity import Process, born
from local.parts.processes import ROOT, recorded
from local.waiting import eventually, eventually_async

ONE_LANE = b"key"


@pytest.fixture(scope="module")
def deployment() -> Iterator[Deployment]:
    with Deployment(services=(), links=True, stack=EMBEDDED) as running:
        yield running


@pytest.fixture(autouse=True)
def whole(deployment: Deployment) -> Iterator[None]:
    yield
    for link in ("broker", "store"):
        deployment.mend(link)


def client(deployment: Deployment, service: str = "review-registry") -> pymongo.MongoClient[dict[str, Any]]:
    return pymongo.MongoClient(
        deployment.store_uri(service), serverSelectionTimeoutMS=300, socketTimeoutMS=1000, retryReads=False
    )


@asynccontextmanager
async def producing(deployment: Deployment) -> AsyncIterator[AIOKafkaProducer]:
    producer = AIOKafkaProducer(bootstrap_servers=deployment.broker_address, request_timeout_ms=1500, retry_backoff_ms=50)
    await producer.start()
    try:
        yield producer
    finally:
        await asyncio.wait_for(producer.stop(), timeout=10)


async def read(deployment: Deployment, topic: str, *, until: bytes) -> list[bytes | None]:
    """What the topic holds, from its beginning to `until`."""
    consumer = AIOKafkaConsumer(topic, bootstrap_servers=deployment.broker_address, auto_offset_reset="earliest")
    await consumer.start()
    values: list[bytes | None] = []
    try:
        while until not in values:
            values.append((await asyncio.wait_for(consumer.getone(), timeout=10)).value)
    finally:
        await consumer.stop()
    return values


async def test_what_is_produced_through_the_link_is_consumed_through_it(deployment: Deployment) -> None:
    async with producing(deployment) as producer:
        await producer.send_and_wait("through", b"1", key=ONE_LANE)
        await producer.send_and_wait("through", b"2", key=ONE_LANE)
    assert await read(deployment, "through", until=b"2") == [b"1", b"2"]


@pytest.mark.parametrize("interrupt", ["cut", "hold"])
async def test_nothing_reaches_the_broker_until_its_link_is_mended(deployment: Deployment, interrupt: str) -> None:
    topic = f"interrupted-by-{interrupt}"
    async with producing(deployment) as producer:
        await producer.send_and_wait(topic, b"before", key=ONE_LANE)
        getattr(deployment, interrupt)("broker")
        with pytest.raises(KafkaError):
            await producer.send_and_wait(topic, b"during", key=ONE_LANE)
        deployment.mend("broker")
        await eventually_async(
            lambda: producer.send_and_wait(topic, b"after", key=ONE_LANE), what="the broker takes messages again"
        )
    arrived = await read(deployment, topic, until=b"after")
    assert arrived[0] == b"before"


def test_a_cut_store_fails_and_a_mended_one_answers(deployment: Deployment) -> None:
    with client(deployment) as store:
        store["review-registry"].things.insert_one({"_id": "kept"})
        deployment.cut("store")
        with pytest.raises(AutoReconnect):
            store["review-registry"].things.find_one({"_id": "kept"})
        deployment.mend("store")
        assert eventually(lambda: store["review-registry"].things.find_one({"_id": "kept"}), what="the store answers again")


def test_a_frozen_store_does_not_answer_until_it_is_thawed(deployment: Deployment) -> None:
    with client(deployment) as store:
        store.admin.command("ping")
        deployment.freeze("store")
        try:
            with pytest.raises(AutoReconnect):
                store["review-registry"].things.find_one()
        finally:
            deployment.thaw("store")
        assert eventually(lambda: store.admin.command("ping"), what="the store answers again")


def test_a_login_reaches_its_own_database_and_no_other(deployment: Deployment) -> None:
    with client(deployment, "review-registry") as store:
        store["review-registry"].own.insert_one({})
        store["review-registry"].own.create_index("key")
        for forbidden in (store["action-tracking"].own.insert_one, store["action-tracking"].own.find_one):
            with pytest.raises(OperationFailure, match="not authorized"):
                forbidden({})
    nobody = deployment.store_uri("review-registry").replace(
        f"{deployment.store_uri('review-registry').split('@')[0]}@", "mongodb://"
    )
    with pymongo.MongoClient[dict[str, Any]](nobody) as store, pytest.raises(OperationFailure, match="auth"):
        store["review-registry"].own.find_one()


def test_a_killed_store_remembers_what_it_acknowledged(deployment: Deployment) -> None:
    with client(deployment) as store:
        for number in range(20):
            store["review-registry"].acknowledged.insert_one({"_id": number})
        deployment.kill("store")
        deployment.start_part("store")
        assert eventually(lambda: store["review-registry"].acknowledged.count_documents({}), what="the store answers") == 20


async def test_a_broker_that_lost_its_data_is_empty_and_the_generation_rises(deployment: Deployment) -> None:
    async with producing(deployment) as producer:
        await producer.send_and_wait("forgotten", b"old", key=ONE_LANE)
    before = deployment.generation
    deployment.lose_broker_data()
    async with producing(deployment) as producer:
        await producer.send_and_wait("forgotten", b"new", key=ONE_LANE)
    assert await read(deployment, "forgotten", until=b"new") == [b"new"]
    assert deployment.generation == before + 1


def test_data_that_is_kept_is_there_the_next_time_on_a_new_generation(tmp_path: Path) -> None:
    with Deployment(tmp_path, services=(), stack=EMBEDDED) as first, client(first) as store:
        store["review-registry"].things.insert_one({"_id": "kept"})
        seen = first.store_uri("review-registry"), first.broker_address, first.generation
    with Deployment(tmp_path, services=(), stack=EMBEDDED) as second, client(second) as store:
        assert store["review-registry"].things.find_one({"_id": "kept"})
        assert (second.store_uri("review-registry"), second.broker_address, second.generation - 1) == seen
    assert not any(answers(int(address.rpartition(":")[2])) for address in (first.broker_address, second.broker_address))


def test_a_part_that_does_not_come_up_is_named_with_the_end_of_its_log() -> None:
    with pytest.raises(RuntimeError, match=r"(?s)no-such-service ended while starting.*No module named"):
        Deployment(services=("no-such-service",), stack=EMBEDDED).start()


def test_links_are_there_only_when_asked_for(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="links=True"):
        Deployment(tmp_path, stack=EMBEDDED).cut("broker")


STARTER = """
import sys
from local.deployment import Deployment
from pathlib import Path
deployment = Deployment(services=(), stack="embedded")
deployment.start()
print(deployment.folder, flush=True)
{then}
"""


@pytest.mark.parametrize(
    ("then", "number"),
    [("raise ValueError", None), ("sys.stdin.read()", signal.SIGINT), ("sys.stdin.read()", signal.SIGKILL)],
    ids=["an exception", "ctrl-c", "a kill"],
)
def test_nothing_is_left_running_however_the_starter_ends(then: str, number: signal.Signals | None) -> None:
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", STARTER.format(then=then)]
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as starter:
        assert starter.stdout
        folder = Path(starter.stdout.readline().strip())
        parts = recorded(folder)
        if number:
            os.kill(starter.pid, number)
        starter.communicate()
    assert {part.name for part in parts} == {"broker", "store"}
    eventually(lambda: not any(part.alive for part in parts) and not folder.exists(), what="parts and folder are gone")


def test_a_later_process_with_the_same_id_is_left_alone() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, start_new_session=True) as stranger:
        Process("ended long ago", stranger.pid, "another boot/1").send(signal.SIGKILL)
        assert Process("stranger", stranger.pid, born(stranger.pid)).alive
        stranger.communicate(b"\n")
        assert stranger.returncode == 0
