"""A hand-written relay: find 200, file in bulk, send in order, confirm, one bulk clear."""

import asyncio
from typing import Any

from aiokafka import AIOKafkaProducer
from pymongo import InsertOne, UpdateOne
from pymongo.errors import BulkWriteError

from benchmarks.measuring import Sample, now, since
from benchmarks.yardsticks.writing import Database, Record, database


async def turn(there: Database, producer: AIOKafkaProducer, topic: str) -> int:
    """Returns the number of documents sent."""
    documents = await there.aggregates.find({"pending_since": {"$exists": True}}).sort("pending_since").limit(200).to_list(200)
    if not documents:
        return 0
    entries = [
        InsertOne({**entry, "_id": f"{each['_id']}/{entry['version']}", "aggregate": each["_id"]})
        for each in documents
        for entry in each["outbox"]
    ]
    try:
        await there.history.bulk_write(entries, ordered=False)
    except BulkWriteError as fault:
        if any(error["code"] != 11000 for error in (fault.details or {})["writeErrors"]):
            raise
    await asyncio.gather(*(_send(each, producer, topic) for each in documents))
    clear = []
    for each in documents:
        versions = [entry["version"] for entry in each["outbox"]]
        clear.append(UpdateOne({"_id": each["_id"]}, {"$pull": {"outbox": {"version": {"$in": versions}}}}))
        clear.append(UpdateOne({"_id": each["_id"], "outbox": {"$size": 0}}, {"$unset": {"pending_since": ""}}))
    await there.aggregates.bulk_write(clear)
    return len(documents)


async def _send(document: Record, producer: AIOKafkaProducer, topic: str) -> None:
    for entry in document["outbox"]:
        for event in entry["events"]:
            headers: list[tuple[str, Any]] = [(name, value.encode()) for name, value in event["headers"].items()]
            await producer.send_and_wait(topic, event["body"], key=event["key"].encode(), headers=headers)


async def theirs(store: str, broker: str, topic: str) -> Sample:
    there, producer = database(store), AIOKafkaProducer(bootstrap_servers=broker, acks="all", enable_idempotence=False)
    await there.aggregates.find_one({})
    await producer.start()
    await producer.partitions_for(topic)
    began = now()
    while await turn(there, producer, topic):
        pass
    sample = since(began)
    await producer.stop()
    return sample
