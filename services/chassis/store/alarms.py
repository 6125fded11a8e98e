"""Alarms: documents that are due, and trouble with alarms and outboxes."""

from datetime import datetime

from pymongo import ASCENDING

from services.chassis.store.documents import LOADED, Document, Record, Store, unread

SHOWN = 500
"""Troubled documents at most, however many there are."""


async def due(store: Store, now: datetime, real: datetime, limit: int) -> list[Document]:
    """Documents whose alarm is due, unread."""
    return await _alarms(store, {"alarm_at": {"$lte": now}}, real, limit)


async def outdated(store: Store, edition: int, real: datetime, limit: int) -> list[Document]:
    """Documents whose alarm was worked out under another edition of the settings, unread. This looks at every alarm."""
    return await _alarms(store, {"alarm_at": {"$exists": True}, "alarm_edition": {"$ne": edition}}, real, limit)


async def _alarms(store: Store, query: Record, real: datetime, limit: int) -> list[Document]:
    """What a newer version of this service wrote is left to it, however much of it is due."""
    steady = {"trouble.alarm.not_before": {"$not": {"$gt": real}}}
    passed = 0
    while True:
        cursor = store.aggregates.find(query | steady, dict.fromkeys(LOADED, 1)).sort("alarm_at", ASCENDING)
        records = [record async for record in cursor.skip(passed).limit(limit)]
        ours = [unread(store.kinds[record["kind"]], record) for record in records if _is_ours(store, record)]
        if ours or len(records) < limit:
            return ours
        passed += limit


def _is_ours(store: Store, record: Record) -> bool:
    """Neither written by a newer version of this service nor of a kind that only that one knows."""
    kind = store.kinds.get(record["kind"])
    return kind is not None and record["schema"] <= kind.schema


async def note_trouble(store: Store, id_: str, trouble: Record | None) -> None:
    """Notes that a document's alarm keeps failing (attempts, why, not before when), or that it does no longer."""
    change = {"$set": {"trouble.alarm": trouble}} if trouble else {"$unset": {"trouble.alarm": ""}}
    await store.aggregates.update_one({"_id": id_}, change)


async def troubled(store: Store) -> list[Record]:
    """Documents whose alarm or outbox keeps failing, in order of id. Each is asked by its index: not every store takes two
    for one question."""
    alarm = {"trouble.alarm.attempts": {"$gt": 0}, "alarm_at": {"$exists": True}}
    outbox = {"trouble.outbox.attempts": {"$gt": 0}}
    found: dict[str, Record] = {}
    for query in (alarm, outbox):
        cursor = store.aggregates.find(query, {"kind": 1, "trouble": 1}).sort("_id", ASCENDING).limit(SHOWN)
        found |= {record["_id"]: record async for record in cursor}
    return [found[id_] for id_ in sorted(found)][:SHOWN]
