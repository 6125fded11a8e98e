"""Events in, by hand: `getmany`, a lane per key, a guarded write per event, and a commit per batch."""

import asyncio
from collections import defaultdict
from typing import Any

from aiokafka import AIOKafkaConsumer

from benchmarks.measuring import Sample, now, since
from benchmarks.yardsticks.writing import Collection, database, loaded, written
from contracts.events.action_tracking import ActionCompleted
from contracts.events.catalogue import EVENTS
from contracts.events.envelope import name_and_version, read_envelope
from local.tiny import Bell
from services.chassis.rules.decisions import derived

SIDE_BY_SIDE = 32


async def theirs(store: str, broker: str, topic: str, group: str, count: int) -> Sample:
    documents = database(store).aggregates
    await documents.find_one({})
    consumer = AIOKafkaConsumer(
        topic, bootstrap_servers=broker, group_id=group, enable_auto_commit=False, auto_offset_reset="earliest"
    )
    await consumer.start()
    gate, began = asyncio.Semaphore(SIDE_BY_SIDE), now()
    left = count
    while left:
        lanes = defaultdict(list)
        batch = await consumer.getmany(timeout_ms=25, max_records=500)
        if left == count:
            began = now()
        for records in batch.values():
            for record in records:
                lanes[record.key].append(record)
        async with asyncio.TaskGroup() as side_by_side:
            for lane in lanes.values():
                side_by_side.create_task(_lane(documents, lane, gate))
        if lanes:
            await consumer.commit()
        left -= sum(map(len, lanes.values()))
    sample = since(began)
    await consumer.stop()
    return sample


async def _lane(documents: Collection, records: list[Any], gate: asyncio.Semaphore) -> None:
    for record in records:
        async with gate:
            await _effect(documents, record)


async def _effect(documents: Collection, record: Any) -> None:
    headers = {name: value.decode() for name, value in record.headers}
    envelope = read_envelope(headers)
    event: Any = EVENTS[name_and_version(envelope.type)].model_validate_json(record.value)
    while True:
        before = await loaded(documents, derived("bell", event.action))
        if before.get("heard", {}).get(envelope.partitionkey, "") >= envelope.sequence:
            return
        bell = Bell.model_validate(before.get("state", {}))
        bell = bell.model_copy(update={"count": bell.count + 1})
        rung = ActionCompleted(action=before["_id"], epoch=bell.count)
        remembered = {f"heard.{envelope.partitionkey}": envelope.sequence}
        if await written(documents, before, bell.model_dump(mode="json"), [rung], envelope.id, remembered):
            return
