"""What an operations team watches (docs/operations.md): each number is of what happened, and rises when it does."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.admin import NewTopic
from opentelemetry import metrics
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader

from contracts.events.action_tracking import ActionCompleted
from contracts.events.envelope import Received
from local.deployment import Deployment
from local.frameworks import framework
from local.grounds.kafka import administering
from local.keyrings import keyring
from local.scenarios.action_tracking import TRACKING
from local.tiny import BELL, PAST, Bell, count_up, make, room_on, up
from local.waiting import eventually_async
from local.wire import Wire, consuming, topic_of, wire
from services.chassis.clock.now import real_now
from services.chassis.clock.sweep import Sweep
from services.chassis.messaging.inbox import Inbox
from services.chassis.messaging.parking import Parking, measure_parked
from services.chassis.messaging.relay import Relay
from services.chassis.messaging.trust import Trust
from services.chassis.messaging.watching import Watch
from services.chassis.room.change import change
from services.chassis.room.room import Cause, Room
from services.chassis.room.tables import Effect
from services.chassis.rules.decisions import Decided
from services.chassis.store.documents import Store
from services.feedback_capture.after_ring import MEASURES
from services.feedback_capture.domain.concern.state import Taking
from services.feedback_capture.kinds import CONCERN, KINDS
from tests.builders.feedback_surveys import raised

READER = InMemoryMetricReader()


@pytest.fixture(scope="module", autouse=True)
def _read() -> None:
    """Once a process: the API takes no second provider."""
    metrics.set_meter_provider(MeterProvider([READER]))


Measured = dict[tuple[str, str], float]
"""By name and outcome."""


def measured() -> Measured:
    data: Any = READER.get_metrics_data()
    points = [
        (metric.name, point)
        for resource in (data.resource_metrics if data else ())
        for scope in resource.scope_metrics
        for metric in scope.metrics
        for point in metric.data.data_points
    ]
    return {(name, str(point.attributes.get("outcome", ""))): point.value for name, point in points}


def risen(before: Measured) -> Measured:
    """What is another number now."""
    return {key: value - before.get(key, 0) for key, value in measured().items() if value != before.get(key, 0)}


def gauge(name: str) -> float:
    return measured()[name, ""]


@asynccontextmanager
async def relay_on(deployment: Deployment, room: Room) -> AsyncIterator[Relay]:
    producer = AIOKafkaProducer(bootstrap_servers=deployment.broker_address)
    await producer.start()
    try:
        yield Relay(room.store, producer, topic_of(deployment, TRACKING), 1)
    finally:
        await producer.stop()


async def test_alarms_that_rang_and_those_in_trouble(stored: Deployment) -> None:
    async with room_on(stored) as room:
        for bell in (Bell(due=PAST), Bell(due=PAST), Bell(due=PAST, cracked=True)):
            await make(room, bell)
        before = measured()
        await Sweep(room, 1, {}).turn()
        assert risen(before).items() >= {
            ("learning.alarms.rung", "rung"): 2, ("learning.alarms.rung", "trouble"): 1,
        }.items()  # fmt: skip
        assert gauge("learning.troubled") == 1


async def test_concerns_that_wait_and_the_longest_wait(stored: Deployment) -> None:
    """They are measured without the broker, until they have an outcome."""
    store = Store(stored.store_uri("feedback-capture"), KINDS, keyring(), timeout_seconds=5)
    await store.open()
    now = real_now()
    room = Room("feedback-capture", store, framework(), frozenset(), lambda: now, lambda: now, keyring())
    try:
        fresh = raised().model_copy(update={"id": str(uuid4()), "raised_at": now - timedelta(minutes=7)})
        taken = Taking(person_ref="p-takes", agency="police", at=now - timedelta(minutes=9))
        for state in (fresh, fresh.model_copy(update={"id": str(uuid4()), "takings": (taken,)})):
            cause = Cause(state.id, "RaiseConcern")
            await change(room, CONCERN, state.id, lambda _, given, state=state: Decided(state), cause)
        await Sweep(room, 1, {}, MEASURES).turn()
        assert (gauge("learning.urgent.open"), gauge("learning.urgent.oldest_seconds")) == (2, 9 * 60)
    finally:
        store.close()


async def test_events_that_were_sent_and_the_age_of_what_was_not(stored: Deployment) -> None:
    async with room_on(stored) as room, relay_on(stored, room) as relay:
        id_ = str(uuid4())
        for _ in range(3):
            await up(room, id_)
        minute_ago = real_now() - timedelta(minutes=1)
        await room.store.aggregates.update_one({"_id": id_}, {"$set": {"pending_since": minute_ago}})
        before = measured()
        await back_off(room, id_, real_now() + timedelta(minutes=1))
        await relay.look()
        assert gauge("learning.outbox.oldest_seconds") == pytest.approx(60, abs=10)
        assert not risen(before).get(("learning.events.sent", ""))
        await back_off(room, id_, minute_ago)
        await relay.look()
        assert risen(before)["learning.events.sent", ""] == 3
        assert gauge("learning.outbox.oldest_seconds") == pytest.approx(60, abs=10)
        await relay.look()
        assert gauge("learning.outbox.oldest_seconds") == 0


async def back_off(room: Room, id_: str, until: datetime) -> None:
    await room.store.aggregates.update_one({"_id": id_}, {"$set": {"trouble.outbox.not_before": until}})


async def test_records_behind_and_a_partition_that_stands_still(stored: Deployment) -> None:
    """A partition stands still while it has unread records and no progress, also while its batch is in hand."""
    topic, holding = f"watched-{uuid4()}", dict[tuple[str, int], int]()
    async with administering(stored.broker_address) as admin:
        await admin.create_topics([NewTopic(topic, 1, 1)])
    only = TopicPartition(topic, 0)
    async with consuming(stored, auto_offset_reset="earliest") as consumer:
        consumer.assign([only])
        watch = Watch([topic], lambda: consumer, lambda: holding)
        await send_to(stored, topic, 5)
        await watch.look(consumer)
        assert (gauge("learning.inbox.behind"), gauge("learning.inbox.standstill_seconds")) == (5, 0)
        at = time.monotonic()
        await eventually_async(lambda: passed(at), what="time has passed", every=0.01)
        await watch.look(consumer)
        assert gauge("learning.inbox.standstill_seconds") > 0.05

        holding[topic, 0] = 2

        async def all_taken() -> bool:
            await consumer.getmany(timeout_ms=200)
            return bool(await consumer.position(only) == 5)

        await eventually_async(all_taken, what="all records are in hand", every=0.01)
        await watch.look(consumer)
        assert (gauge("learning.inbox.behind"), gauge("learning.inbox.standstill_seconds")) == (3, 0)
        holding.clear()
        await watch.look(consumer)
        assert (gauge("learning.inbox.behind"), gauge("learning.inbox.standstill_seconds")) == (0, 0)


async def send_to(deployment: Deployment, topic: str, count: int) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=deployment.broker_address)
    await producer.start()
    try:
        for _ in range(count):
            await producer.send_and_wait(topic, b"{}", partition=0)
    finally:
        await producer.stop()


async def test_records_by_what_became_of_them(stored: Deployment) -> None:
    """Applied once, heard again, of no interest here, and parked: the last waits, and is counted among what waits."""
    async with room_on(stored) as room:

        async def count(received: Received[Any], room: Room) -> list[Effect]:
            return [Effect(BELL, received.event.action, count_up, creates=True)]

        inbox = Inbox(room, {ActionCompleted: count}, Parking(room.store, room.keyring), Trust(), patience=1, largest=65_536)
        action = str(uuid4())
        record = wire(ActionCompleted(action=action, epoch=1), action, 1)
        other = replace(record, headers=tuple((name, value.replace(b"Completed", b"Judged") if value else value)
                                              for name, value in record.headers))  # fmt: skip
        before = measured()
        for each in (record, record, other, replace(record, body=b"{")):
            await inbox.on_batch([lying(each)])
        received = {outcome: count for (name, outcome), count in risen(before).items() if name == "learning.events.received"}
        assert received == {"applied": 1, "heard": 1, "skipped": 1, "troubled": 1}
        await measure_parked(room)
        assert gauge("learning.parked") == 1


async def test_a_reaction_that_hangs_shows_in_the_age_of_the_inbox(stored: Deployment) -> None:
    """Idle, it is as young as can be, however long nothing came; with a batch it ages from its last record on."""
    begun, may_end = asyncio.Event(), asyncio.Event()

    async def hang(received: Received[Any], room: Room) -> list[Effect]:
        begun.set()
        await may_end.wait()
        return []

    async with room_on(stored) as room:
        inbox = Inbox(room, {ActionCompleted: hang}, Parking(room.store, room.keyring), Trust(), patience=1, largest=65_536)
        action = str(uuid4())
        batch = asyncio.create_task(inbox.on_batch([lying(wire(ActionCompleted(action=action, epoch=1), action, 1))]))
        await begun.wait()
        at = time.monotonic()
        assert inbox.last_step() <= at
        stood = inbox.last_step()
        await eventually_async(lambda: passed(at), what="time has passed", every=0.01)
        assert inbox.last_step() == stood
        may_end.set()
        await batch
        assert inbox.last_step() > stood


async def passed(moment: float) -> bool:
    return time.monotonic() > moment + 0.05


def lying(record: Wire) -> Any:
    """As it comes off a topic."""

    class Lying:
        topic, partition, offset = "action-tracking", 0, 0
        key, headers, value = record.key, record.headers, record.body

    return Lying()
