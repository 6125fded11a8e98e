"""Alarms: documents that are due, and documents whose alarm or outbox fails."""

from collections.abc import AsyncIterator
from datetime import datetime

from pymongo import ASCENDING

from services.chassis.store.documents import Document, Record, Store, unread

RUNG = dict.fromkeys(("kind", "schema", "version", "revision", "sequence", "alarm_at", "alarm_edition", "trouble"), 1)
"""The fields of a document that the sweep reads before it rings it."""

SHOWN = 500
"""The most documents in trouble that a list shows."""


async def due(store: Store, now: datetime, real: datetime, limit: int) -> list[Document]:
    """Returns documents whose alarm is due, without their state. Skips those of a newer version of this service."""
    query, passed = {"alarm_at": {"$lte": now}} | _steady(real), 0
    while True:
        cursor = store.aggregates.find(query, RUNG).sort("alarm_at", ASCENDING)
        records = [record async for record in cursor.skip(passed).limit(limit)]
        ours = [unread(store.kinds[record["kind"]], record) for record in records if _is_ours(store, record)]
        if ours or len(records) < limit:
            return ours
        passed += limit


async def outdated(store: Store, edition: int, real: datetime, limit: int) -> AsyncIterator[list[Document]]:
    """Yields the documents whose alarm belongs to another edition of the settings, without their state, part by part.

    Each is read once, however many parts there are. Skips those of a newer version of this service.
    """
    for other in ({"$lt": edition}, {"$gt": edition}):
        part: list[Document] = []
        cursor = store.aggregates.find({"alarm_edition": other} | _steady(real), RUNG).hint("alarm_edition_1")
        async for record in cursor.batch_size(limit):
            if _is_ours(store, record):
                part.append(unread(store.kinds[record["kind"]], record))
            if len(part) == limit:
                yield part
                part = []
        if part:
            yield part


def _steady(real: datetime) -> Record:
    """Returns the query for documents whose alarm does not back off."""
    return {"trouble.alarm.not_before": {"$not": {"$gt": real}}}


def _is_ours(store: Store, record: Record) -> bool:
    """Returns true unless a newer version of this service wrote the document, or alone knows its kind."""
    kind = store.kinds.get(record["kind"])
    return kind is not None and record["schema"] <= kind.schema


async def note_trouble(store: Store, id_: str, trouble: Record | None) -> None:
    """Records that a document's alarm keeps failing (attempts, reason, earliest retry), or clears that record."""
    change = {"$set": {"trouble.alarm": trouble}} if trouble else {"$unset": {"trouble.alarm": ""}}
    await store.aggregates.update_one({"_id": id_}, change)


async def troubled(store: Store) -> list[Record]:
    """Returns documents whose alarm or outbox keeps failing, in order of id.

    Each case is a query of its own, because not every store uses two indexes for one query.
    """
    alarm = {"trouble.alarm.attempts": {"$gt": 0}, "alarm_at": {"$exists": True}}
    outbox = {"trouble.outbox.attempts": {"$gt": 0}}
    found: dict[str, Record] = {}
    for what, query in (("alarm", alarm), ("outbox", outbox)):
        cursor = store.aggregates.find(query, {"kind": 1, "trouble": 1}).sort("_id", ASCENDING).limit(SHOWN)
        cursor = cursor.hint(f"trouble.{what}.attempts_1")
        found |= {record["_id"]: record async for record in cursor}
    return [found[id_] for id_ in sorted(found)][:SHOWN]
