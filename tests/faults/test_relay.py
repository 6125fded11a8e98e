"""Many events of one document on their way when the broker goes away (docs/architecture.md "Publishing")."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaTimeoutError
from typing_extensions import override

from contracts.events.action_tracking import ActionCompleted
from local.deployment import Deployment
from local.grounds.kafka import IDEMPOTENT
from local.parts.names import BROKER
from local.scenarios.action_tracking import TRACKING
from local.tiny import BELL, Bell, room_on
from local.waiting import eventually_async
from local.wire import first_appearances, make_topics, read_topic, topic_of
from services.chassis.clock.now import real_now
from services.chassis.messaging.relay import Relay
from services.chassis.room.change import change
from services.chassis.room.room import Cause, Room
from services.chassis.rules.decisions import Decided, Given
from services.chassis.store.documents import Store

EVENTS = 50
"""More than a producer puts into one batch."""
AT_ONCE = 5
TIMEOUT = 1.0


class Losing(AIOKafkaProducer):  # type: ignore[misc]
    """Gives up on the sends whose numbers are in `lost`, as at a request that timed out; the link is back for the next."""

    lost: frozenset[int] = frozenset()
    asked = 0

    @override
    async def send(self, *record: Any, **parts: Any) -> Any:
        self.asked += 1
        if self.asked not in self.lost:
            return await super().send(*record, **parts)
        gone = asyncio.get_running_loop().create_future()
        gone.set_exception(KafkaTimeoutError())
        return gone


@pytest.fixture(scope="module")
def linked() -> Iterator[Deployment]:
    """A broker and a store; the relay is in this process."""
    with Deployment(services=(), links=True) as running:
        asyncio.run(make_topics(running, TRACKING))
        yield running


@asynccontextmanager
async def relaying(deployment: Deployment, store: Store) -> AsyncIterator[tuple[Relay, Losing]]:
    producer = Losing(
        bootstrap_servers=deployment.broker_address,
        acks="all",
        enable_idempotence=IDEMPOTENT,
        request_timeout_ms=int(TIMEOUT * 1000),
    )
    await producer.start()
    try:
        yield Relay(store, producer, topic_of(deployment, TRACKING), 1), producer
    finally:
        await producer.stop()


def ring_often(state: Bell | None, given: Given) -> Decided[Bell]:
    """Several events in one decision."""
    before = state.count if state else 0
    events = (ActionCompleted(action=given.id, epoch=before + number) for number in range(1, AT_ONCE + 1))
    return Decided(Bell(count=before + AT_ONCE), tuple(events))


async def lasts(seconds: float) -> None:
    """How long an outage goes on, from now."""
    until = time.monotonic() + seconds

    async def over() -> bool:
        return time.monotonic() >= until

    await eventually_async(over, within=seconds + 5, what=f"{seconds:g} s are over")


async def fifty_events(room: Room, relay: Relay) -> str:
    """A document that waits to be sent; returns its id."""
    id_ = str(uuid4())
    for _ in range(EVENTS // AT_ONCE):
        await change(room, BELL, id_, ring_often, Cause(id=id_, name="ring-often"))
    relay.wake(id_)
    return id_


async def sent_at_last(room: Room, relay: Relay) -> None:
    async def sent() -> bool:
        await relay.flush()
        return await room.store.aggregates.count_documents({"pending_since": {"$exists": True}}) == 0

    await eventually_async(sent, within=10, every=0.1, what="everything is sent")


async def test_what_follows_an_event_that_was_lost_waits_for_it(linked: Deployment) -> None:
    """The first appearance of each event follows that of the one before, also where a send is given up and the next would go
    through. Sent without waiting for each other they were measured to arrive so: 0, 2, 1, 2."""
    async with room_on(linked) as room, relaying(linked, room.store) as (relay, producer):
        producer.lost = frozenset({2, 12, 13, 40})
        several = [await fifty_events(room, relay) for _ in range(3)]
        await relay.turn()
        await sent_at_last(room, relay)
        told = first_appearances(await read_topic(linked, TRACKING))
    assert {id_: told[id_] for id_ in several} == {id_: [*range(1, EVENTS + 1)] for id_ in several}
    assert producer.asked > 3 * EVENTS


@pytest.mark.parametrize("away", ["cut", "hold"])
async def test_what_is_on_its_way_stays_in_order_when_the_broker_comes_back_halfway(linked: Deployment, away: str) -> None:
    """The link breaks, or passes nothing, until the first request has timed out, and is back before the next."""
    async with room_on(linked) as room, relaying(linked, room.store) as (relay, _):
        before = await fifty_events(room, relay)
        await relay.turn()
        after = await fifty_events(room, relay)
        getattr(linked, away)(BROKER)
        turn = asyncio.create_task(relay.turn())
        await lasts(TIMEOUT * 1.05)
        linked.mend(BROKER)
        await turn
        await sent_at_last(room, relay)
        told = first_appearances(await read_topic(linked, TRACKING))
    assert told[before] == told[after] == list(range(1, EVENTS + 1))


async def test_a_store_that_died_between_pulling_and_forgetting_stops_nobody(linked: Deployment) -> None:
    """What was sent has been pulled, that it waited has not been forgotten: its outbox is empty. It is forgotten now, and
    whatever else waits is sent. Every turn of the relay was once seen to fail on such a document, for ever."""
    async with room_on(linked) as room, relaying(linked, room.store) as (relay, _):
        half = await fifty_events(room, relay)
        await relay.turn()
        long_ago = real_now() - timedelta(minutes=5)
        await room.store.aggregates.update_one({"_id": half}, {"$set": {"pending_since": long_ago}})
        await relay.look()
        assert await room.store.aggregates.count_documents({"_id": half, "pending_since": {"$exists": True}}) == 0
        other = await fifty_events(room, relay)
        await room.store.aggregates.update_one({"_id": half}, {"$set": {"pending_since": long_ago}})
        await relay.look()
        await sent_at_last(room, relay)
        assert first_appearances(await read_topic(linked, TRACKING))[other] == list(range(1, EVENTS + 1))
