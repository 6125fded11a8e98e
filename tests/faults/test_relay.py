"""Many events of one document on their way when the broker goes away (architecture.md rule 4)."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest
from aiokafka import AIOKafkaProducer

from contracts.action_tracking import ActionCompleted
from services.chassis.decisions import Decided, Given
from services.chassis.relay import Relay
from services.chassis.room import Cause, change
from services.chassis.store import Store
from tests.faults.actions import TRACKING
from tests.faults.tiny import BELL, Bell, room_on
from tests.support.deployment import BROKER, Deployment
from tests.support.embedded import Embedded
from tests.support.waiting import eventually_async
from tests.support.wire import first_appearances, read_topic, topic_of

EVENTS = 50
"""More than a producer puts into one batch, and no more than it puts into two."""
TIMEOUT = 1.0
AWAY = TIMEOUT * 1.05
"""Until the first batch has been given up, and not yet the second: a pipeline loses the one and delivers the other."""


@pytest.fixture(scope="module")
def linked() -> Iterator[Deployment]:
    """A broker and a store; the relay is in this process."""
    with Embedded(services=(), links=True) as running:
        yield running


@asynccontextmanager
async def relaying(deployment: Deployment, store: Store) -> AsyncIterator[Relay]:
    producer = AIOKafkaProducer(
        bootstrap_servers=deployment.broker_address,
        acks="all",
        enable_idempotence=False,
        request_timeout_ms=int(TIMEOUT * 1000),
    )
    await producer.start()
    try:
        yield Relay(store, producer, topic_of(deployment, TRACKING), 1)
    finally:
        await producer.stop()


def ring_often(state: Bell | None, given: Given) -> Decided[Bell]:
    """So many events in one decision."""
    return Decided(Bell(count=EVENTS), tuple(ActionCompleted(action=given.id, epoch=number) for number in range(1, EVENTS + 1)))


async def lasts(seconds: float) -> None:
    """How long an outage goes on, from now."""
    until = time.monotonic() + seconds

    async def over() -> bool:
        return time.monotonic() >= until

    await eventually_async(over, within=seconds + 5, what=f"{seconds:g} s are over")


@pytest.mark.parametrize("away", ["cut", "hold"])
async def test_what_is_on_its_way_stays_in_order_when_the_broker_comes_back_halfway(linked: Deployment, away: str) -> None:
    """The first appearance of each event follows that of the one before. Where a document's events were sent without waiting
    for each other, the first of them timed out, the link came back, and the later ones arrived alone: 0, 2, 1, 2."""
    async with room_on(linked) as room, relaying(linked, room.store) as relay:
        first, second = str(uuid4()), str(uuid4())
        await change(room, BELL, first, ring_often, Cause(id=first, name="ring-often"))
        relay.wake(first)
        await relay.turn()
        await change(room, BELL, second, ring_often, Cause(id=second, name="ring-often"))
        relay.wake(second)
        getattr(linked, away)(BROKER)
        turn = asyncio.create_task(relay.turn())
        await lasts(AWAY)
        linked.mend(BROKER)
        await turn

        async def sent() -> bool:
            await relay.flush()
            return await room.store.aggregates.count_documents({"pending_since": {"$exists": True}}) == 0

        await eventually_async(sent, within=10, every=0.1, what="everything is sent")
        told = first_appearances(await read_topic(linked, TRACKING))
    assert told[first] == told[second] == list(range(1, EVENTS + 1))
