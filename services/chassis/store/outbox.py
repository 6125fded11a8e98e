"""Outboxes: entries that wait to be sent, and their removal once they are."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from logging import ERROR

from pymongo import ASCENDING, InsertOne, UpdateOne

from services.chassis.store.documents import Record, Store
from services.chassis.store.faults import Duplicate, RefusedByStore
from services.chassis.telemetry.logs import log_fault

OUTGOING = dict.fromkeys(("kind", "outbox", "trouble", "pending_since"), 1)
"""The fields of a document that the relay reads. An entry that was filed and could not be sent holds no state."""


async def saved(store: Store, ids: Sequence[str], now: datetime) -> list[Record]:
    """Returns those of these documents that have unsent entries and do not back off."""
    query: Record = {"_id": {"$in": list(ids)}, "outbox.0": {"$exists": True}} | _steady(now)
    return [record async for record in store.aggregates.find(query, OUTGOING).hint("_id_")]


async def pending(store: Store, now: datetime, older_than: datetime, limit: int, besides: Collection[str] = ()) -> list[Record]:
    """Returns documents, besides these, whose entries have waited unsent for that long, the oldest first."""
    query: Record = {"pending_since": {"$lte": older_than}} | _steady(now)
    if besides:
        query["_id"] = {"$nin": sorted(besides)}
    cursor = store.aggregates.find(query, OUTGOING).sort("pending_since", ASCENDING)
    return [record async for record in cursor.limit(limit)]


async def oldest(store: Store) -> datetime | None:
    """Returns the time since which the oldest entry waits, also while its document backs off."""
    query = {"pending_since": {"$exists": True}}
    record = await store.aggregates.find_one(query, {"pending_since": 1}, sort=[("pending_since", ASCENDING)])
    since: datetime | None = record["pending_since"] if record else None
    return since


async def file(store: Store, entries: Sequence[Record]) -> dict[str, RefusedByStore]:
    """Copies entries to history. An entry that is already there stays the same.

    Returns by aggregate what the store refuses to keep. Everything else is filed.
    """
    if not entries:
        return {}  # nothing to file: their outboxes were sent and cleared, but a crash left `pending_since` set
    try:
        with suppress(Duplicate):
            await store.history.bulk_write([InsertOne(entry) for entry in entries], ordered=False)
    except RefusedByStore as fault:
        if len(entries) == 1:
            return {entries[0]["aggregate"]: fault}
        found: dict[str, RefusedByStore] = {}
        for entry in entries:
            found |= await file(store, [entry])
        return found
    return {}


async def clear(store: Store, sent: Mapping[str, Sequence[int]], failed: Mapping[str, Record]) -> None:
    """Removes sent entries by version, and records failures.

    Clears `pending_since` in a write of its own, after the removal. In one write, a newer entry was seen to be
    hidden.
    """
    writes: list[UpdateOne] = []
    for id_, versions in sent.items():
        writes.append(UpdateOne({"_id": id_}, {"$pull": {"outbox": {"version": {"$in": list(versions)}}}}))
        if id_ not in failed:
            writes.append(
                UpdateOne({"_id": id_, "outbox": {"$size": 0}}, {"$unset": {"pending_since": "", "trouble.outbox": ""}})
            )
    for id_, trouble in failed.items():
        writes.append(UpdateOne({"_id": id_}, {"$set": {"trouble.outbox": trouble}}))
        writes.append(
            UpdateOne(
                {"_id": id_, "outbox.0": {"$exists": True}},
                {"$unset": {"outbox.$[filed].state": "", "outbox.$[filed].size.state": ""}},
                array_filters=[{"filed.version": {"$lte": trouble["filed"]}}],
            )
        )
    if writes:
        await _written(store, writes)


async def _written(store: Store, writes: Sequence[UpdateOne]) -> None:
    """Writes in order. Of a document that the store refuses to change, nothing is written, and the others go on."""
    try:
        await store.aggregates.bulk_write(writes, ordered=True)
    except RefusedByStore as fault:
        if len(writes) == 1:
            log_fault(ERROR, "relay: the store refuses what was sent of a document, which is sent again", fault)
            return
        for write in writes:
            await _written(store, [write])


def _steady(now: datetime) -> Record:
    """Returns the query for documents whose outbox does not step back: sending failed, and the next attempt is not due."""
    return {"trouble.outbox.not_before": {"$not": {"$gt": now}}}
