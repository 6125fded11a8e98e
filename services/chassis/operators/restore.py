"""Continues after the store was restored to an earlier time, before the service starts (docs/architecture.md
"Restore")."""

from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition

from services.chassis.store import history, maintenance
from services.chassis.store.documents import Record, Store

MILLISECONDS = 1000


class StillReading(Exception):
    """A process of the service still runs. Nothing is lost. Stop every process and run the task again."""


@dataclass(frozen=True)
class Place:
    """The topics that a service publishes to and reads."""

    broker: str
    topic: str
    listens: Sequence[str]
    group: str


async def restored(store: Store, place: Place, since: datetime, *, dry_run: bool) -> AsyncIterator[Record]:
    """Yields a row for each event that others may know and the store has lost, then rows for the repairs.

    The consumer group reads the topics again from `since`; each document skips the events that it knows. History that
    is newer than its document is set aside. Sequences continue in a new incarnation, higher than any that was sent.
    Stop every process of the service first. Raises StillReading before it changes anything if one still reads.
    """
    highest, published = await _published(place)
    for aggregate, events in sorted(published.items()):
        known = await _known(store, aggregate)
        for event in (each for each in events if each["id"] not in known):
            yield {"lost": event["id"], "type": event["type"], "aggregate": aggregate, "time": event["time"]}
    async for row in _rewound(place, since, dry_run=dry_run):
        yield row
    newer = await maintenance.newer_history(store)
    incarnation = max(highest, store.incarnation) + 1
    if not dry_run:
        await maintenance.set_aside(store, newer)
        await maintenance.set_incarnation(store, incarnation)
    yield {"history_set_aside": len(newer), "incarnation": incarnation}


async def _published(place: Place) -> tuple[int, Mapping[str, list[dict[str, str]]]]:
    """Returns the highest incarnation on the service's own topic, and its events by aggregate, each once, in order."""
    highest, found = 0, defaultdict[str, dict[str, dict[str, str]]](dict)
    async with _consumer(place.broker, auto_offset_reset="earliest") as consumer:
        ends = {each: end for each, end in (await consumer.end_offsets(_partitions(consumer, place.topic))).items() if end}
        consumer.assign(list(ends))
        read = dict.fromkeys(ends, 0)
        while any(read[each] < end for each, end in ends.items()):
            for partition, records in (await consumer.getmany(timeout_ms=200)).items():
                read[partition] = records[-1].offset + 1
                for record in records:
                    said = {name: (value or b"").decode(errors="replace") for name, value in record.headers}
                    if not {"ce_id", "ce_sequence", "ce_partitionkey", "ce_type", "ce_time"} <= said.keys():
                        continue  # no event of ours
                    event = {"id": said["ce_id"], "type": said["ce_type"], "time": said["ce_time"]}
                    found[said["ce_partitionkey"]].setdefault(event["id"], event)
                    highest = max(highest, int(said["ce_sequence"].partition("-")[0]))
    return highest, {aggregate: list(events.values()) for aggregate, events in found.items()}


async def _known(store: Store, aggregate: str) -> set[str]:
    """Returns the ids of an aggregate's saved events, sent or not."""
    record = await maintenance.record_of(store, aggregate) or {}
    entries = [*await history.past(store, {"aggregate": aggregate}), *record.get("outbox", [])]
    return {event["headers"]["ce_id"] for entry in entries for event in entry["events"]}


async def _rewound(place: Place, since: datetime, *, dry_run: bool) -> AsyncIterator[Record]:
    """Moves the consumer group to the first record of that time or later."""
    moment = int(since.timestamp() * MILLISECONDS)
    back: dict[TopicPartition, int] = {}
    async with _consumer(place.broker, group_id=place.group, enable_auto_commit=False) as consumer:
        partitions = [each for topic in place.listens for each in _partitions(consumer, topic)]
        consumer.assign(partitions)  # assigned by hand, to read the group's positions without joining the group
        for each, first in (await consumer.offsets_for_times(dict.fromkeys(partitions, moment))).items():
            committed = await consumer.committed(each) or 0
            if first is not None and first.offset < committed:
                back[each] = first.offset
                yield {"topic": each.topic, "partition": each.partition, "read_again": committed - first.offset}
    if not dry_run:
        await _commit(place, frozenset(partitions), back)


async def _commit(place: Place, everything: frozenset[TopicPartition], offsets: Mapping[TopicPartition, int]) -> None:
    """Joins as the only member of the group. Raises StillReading if another process is a member."""
    async with _consumer(place.broker, group_id=place.group, enable_auto_commit=False) as consumer:
        consumer.subscribe(place.listens)
        while not (mine := consumer.assignment()):
            await consumer.getmany(timeout_ms=100, max_records=1)
        if mine != everything:
            taken = len(everything - mine)
            raise StillReading(f"a process of this service still reads {taken} partitions. Stop every process first")
        if offsets:
            await consumer.commit(dict(offsets))


@asynccontextmanager
async def _consumer(broker: str, **settings: Any) -> AsyncIterator[AIOKafkaConsumer]:
    consumer = AIOKafkaConsumer(bootstrap_servers=broker, **settings)
    await consumer.start()
    try:
        await consumer.topics()  # the first question fetches the metadata of the topics
        yield consumer
    finally:
        await consumer.stop()


def _partitions(consumer: AIOKafkaConsumer, topic: str) -> list[TopicPartition]:
    return [TopicPartition(topic, number) for number in sorted(consumer.partitions_for_topic(topic) or ())]
