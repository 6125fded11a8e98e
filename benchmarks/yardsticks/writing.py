"""One hand-written guarded write with an outbox, which commands and events share."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorCollection, AsyncIOMotorDatabase
from pymongo.errors import DuplicateKeyError
from pymongo.write_concern import WriteConcern

from contracts.events.envelope import describe, encode, sequence_of
from contracts.events.event import Event
from local.partnership import PARTNERSHIP_CODE

Record = dict[str, Any]
Collection = AsyncIOMotorCollection[Record]
Database = AsyncIOMotorDatabase[Record]


def database(store: str) -> Database:
    client: AsyncIOMotorClient[Record] = AsyncIOMotorClient(store, tz_aware=True)
    return client.get_default_database(write_concern=WriteConcern("majority", j=True))


async def loaded(documents: Collection, id_: str) -> Record:
    return await documents.find_one({"_id": id_}, {"outbox": 0}) or {"_id": id_, "version": 0, "sequence": 0}


async def written(
    documents: Collection, before: Record, state: Record, events: Sequence[Event], cause: str, remembered: Record
) -> bool:
    """Returns false if another process was quicker."""
    at = datetime.now(UTC)
    sent = []
    for number, event in enumerate(events, before["sequence"] + 1):
        envelope = describe(
            event, source=f"/{PARTNERSHIP_CODE}/yardstick", aggregate=before["_id"], sequence=sequence_of(1, number), time=at,
            cause=cause, correlation=before["_id"], edition=1, traceparent=None,
        )  # fmt: skip
        wire = encode(envelope, event)
        sent.append({"key": wire.key, "headers": wire.headers, "body": wire.body})
    entry = {"version": before["version"] + 1, "at": at, "cause": cause, "events": sent, "state": state}
    try:
        result = await documents.update_one(
            {"_id": before["_id"], "version": before["version"] or {"$exists": False}},
            {
                "$set": {"state": state, "sequence": before["sequence"] + len(events), **remembered},
                "$inc": {"version": 1},
                "$push": {"outbox": entry},
                "$min": {"pending_since": at},
            },
            upsert=not before["version"],
        )
    except DuplicateKeyError:
        return False
    return bool(result.matched_count or result.upserted_id)
