"""Continues after the store was restored to an earlier time, before the service starts (docs/architecture.md
"Restore")."""

from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime

from aiokafka import TopicPartition
from pydantic import ValidationError

from contracts.events.envelope import Envelope, event_id, number_of, read_envelope
from services.chassis.messaging.inbox import Unreadable, readable
from services.chassis.messaging.topics import read_to_end
from services.chassis.operators.place import Place, consuming, partitions
from services.chassis.privacy.reasons import SafeFault
from services.chassis.store import history, maintenance
from services.chassis.store.documents import Record, Store

MILLISECONDS = 1000
LAST_INCARNATION = 9999
"""The highest incarnation that a sequence can hold (docs/events.md "Envelope")."""
RESTORES = 9
"""Restores that may have been made since the backup of the store."""


class TooManyRestores(SafeFault):
    """No incarnation is left."""


class NoTopic(SafeFault):
    """A topic that the service publishes to or reads is missing."""


class StillReading(SafeFault):
    """A process of the service still runs. Nothing is lost. Stop every process and run the task again."""


async def restored(store: Store, place: Place, since: datetime, *, dry_run: bool) -> AsyncIterator[Record]:
    """Yields a row for each event that others may know and the store has lost, then rows for the repairs.

    The consumer group reads the topics again from `since`; each document skips the events that it knows. History that
    is newer than its document is set aside. Sequences continue in a new incarnation, higher than any that was sent.
    Stop every process of the service first. Raises StillReading before it changes anything if one still reads.
    """
    highest, published = await _published(place, store.incarnation)
    incarnation = max(highest, store.incarnation) + 1
    if incarnation > LAST_INCARNATION:
        raise TooManyRestores(f"the store would need incarnation {incarnation}, and sequences end at {LAST_INCARNATION}")
    for aggregate, events in sorted(published.items()):
        known = await _known(store, aggregate)
        for event in (each for each in events if each.id not in known):
            yield {"lost": event.id, "type": event.type, "aggregate": aggregate, "time": event.time.isoformat()}
    async for row in _rewound(place, since, dry_run=dry_run):
        yield row
    newer = await maintenance.newer_history(store)
    if not dry_run:
        await maintenance.set_aside(store, newer)
        await maintenance.set_incarnation(store, incarnation)
    yield {"history_set_aside": len(newer), "incarnation": incarnation}


async def _published(place: Place, incarnation: int) -> tuple[int, Mapping[str, list[Envelope]]]:
    """Returns the highest incarnation on the service's own topic, and its events by aggregate, each once, in order.

    Anything that is no event of this service is skipped. `incarnation` is the one of the restored store.
    """
    highest, found = 0, defaultdict[str, dict[str, Envelope]](dict)
    async with consuming(place) as consumer:
        starts = await consumer.beginning_offsets(await _partitions(place, [place.topic]))
        async for record in read_to_end(consumer, starts):
            try:
                envelope = read_envelope(readable(record.headers))
            except (Unreadable, ValidationError):
                continue
            if envelope.source == place.source and believable(envelope, incarnation):
                found[envelope.partitionkey].setdefault(envelope.id, envelope)
                highest = max(highest, number_of(envelope.sequence)[0])
    return highest, {aggregate: list(events.values()) for aggregate, events in found.items()}


def believable(envelope: Envelope, incarnation: int) -> bool:
    """Returns true if the id fits, and the incarnation is no more than a few restores ahead of the store's.

    A forged incarnation would make every later event of this service unbelievable to its readers.
    """
    fits = envelope.id == event_id(envelope.partitionkey, envelope.sequence, envelope.type)
    return fits and number_of(envelope.sequence)[0] <= incarnation + RESTORES


async def _known(store: Store, aggregate: str) -> set[str]:
    """Returns the ids of an aggregate's saved events, sent or not."""
    record = await maintenance.record_of(store, aggregate) or {}
    entries = [*await history.past(store, {"aggregate": aggregate}, states=False), *record.get("outbox", [])]
    return {event["headers"]["ce_id"] for entry in entries for event in entry["events"]}


async def _rewound(place: Place, since: datetime, *, dry_run: bool) -> AsyncIterator[Record]:
    """Moves the consumer group to the first record of that time or later."""
    moment = int(since.timestamp() * MILLISECONDS)
    back: dict[TopicPartition, int] = {}
    async with consuming(place, place.group) as consumer:
        everything = await _partitions(place, place.listens)
        consumer.assign(everything)  # assigned by hand, to read the group's positions without joining the group
        for each, first in (await consumer.offsets_for_times(dict.fromkeys(everything, moment))).items():
            committed = await consumer.committed(each) or 0
            if first is not None and first.offset < committed:
                back[each] = first.offset
                yield {"topic": each.topic, "partition": each.partition, "read_again": committed - first.offset}
    if not dry_run:
        await _commit(place, frozenset(everything), back)


async def _commit(place: Place, everything: frozenset[TopicPartition], offsets: Mapping[TopicPartition, int]) -> None:
    """Joins as the only member of the group. Raises StillReading if another process is a member."""
    async with consuming(place, place.group) as consumer:
        consumer.subscribe(place.listens)
        while not (mine := consumer.assignment()):
            await consumer.getmany(timeout_ms=100, max_records=1)
        if mine != everything:
            taken = len(everything - mine)
            raise StillReading(f"a process of this service still reads {taken} partitions. Stop every process first")
        if offsets:
            await consumer.commit(dict(offsets))


async def _partitions(place: Place, topics: Sequence[str]) -> list[TopicPartition]:
    """Returns the partitions of these topics. Raises NoTopic if one has none."""
    found = await partitions(place, topics)
    if missing := [topic for topic, its in found.items() if not its]:
        raise NoTopic(f"no such topic, or this login may not see it: {', '.join(missing)}. Look at LEARNING_GENERATION")
    return [partition for topic in topics for partition in found[topic]]
