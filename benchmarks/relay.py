"""Waiting events, sent by the service's relay and by a hand-written one."""

import asyncio

from benchmarks.measuring import Figure, Sample, Target, alone, compared, now, since
from benchmarks.stage import Record, bells, database, make_topic, producer_at, put
from benchmarks.yardsticks import relay as by_hand
from local.deployment import Deployment
from local.tiny import room_at
from services.chassis.messaging.publisher import Publisher
from services.chassis.messaging.relay import Relay

DOCUMENTS, EVENTS_EACH = 1000, 2
PATIENCE = 20
"""Seconds that a send may take, as in the service."""


async def ours(store: str, broker: str, topic: str) -> Sample:
    producer = producer_at(broker)
    publisher = Publisher(lambda: producer, PATIENCE)
    async with room_at(store) as room:
        await publisher.start()
        await producer.partitions_for(topic)
        relay = Relay(room.store, publisher, topic, poll_seconds=1)
        began = now()
        await relay.flush()
        sample = since(began)
        await publisher.stop()
        return sample


def figures() -> list[Figure]:
    with Deployment(services=()) as deployment:
        store, broker = deployment.store_uri("action-tracking"), deployment.broker_address
        topic, waiting = (
            asyncio.run(make_topic(broker, f"{deployment.topic_prefix}relayed")),
            bells(store, DOCUMENTS, EVENTS_EACH),
        )
        given = {"store": store, "broker": broker, "topic": topic}

        def ours_alone() -> Sample:
            put(store, waiting)
            return _all_sent(store, alone(ours, **given))

        def theirs_alone() -> Sample:
            put(store, waiting)
            return _all_sent(store, alone(by_hand.theirs, **given))

        what = f"relay: {DOCUMENTS * EVENTS_EACH} events of {DOCUMENTS} documents"
        yardstick = "find 200, file in bulk, send in order, confirm, one bulk clear"
        return [compared(what, yardstick, Target("at least", 0.8), ours_alone, theirs_alone)]


def _all_sent(store: str, sample: Sample) -> Sample:
    with database(store) as there:
        left: list[Record] = list(there.aggregates.find({"outbox.0": {"$exists": True}}))
        filed = there.history.count_documents({})
    if left or filed != DOCUMENTS * (EVENTS_EACH + 1):
        raise RuntimeError(f"{len(left)} documents were not sent, {filed} entries were filed")
    return sample
