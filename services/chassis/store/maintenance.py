"""Reads and writes of operators' tasks: verify, relist and restore."""

from collections.abc import AsyncIterator, Sequence

from pymongo import ASCENDING

from services.chassis.privacy.keyring import Purpose
from services.chassis.store.documents import Record, Store

WRAPPED = {Purpose.DATA_KEY: ("keys", "key"), Purpose.PARKED: ("parked", "sealed")}
"""The collection and the field of what the service's own keys wrap."""


async def each(store: Store, after: str | None = None) -> AsyncIterator[Record]:
    """Yields every stored record in order of id, or those behind an id."""
    query: Record = {"_id": {"$gt": after}} if after else {}
    async for record in store.aggregates.find(query).sort("_id", ASCENDING):
        yield record


async def record_of(store: Store, id_: str) -> Record | None:
    """Returns one stored record as it is."""
    return await store.aggregates.find_one({"_id": id_})


async def orphans(store: Store, after: str | None = None) -> AsyncIterator[str]:
    """Yields the ids that have a history and no document, in order, or those behind an id."""
    last = None
    async for entry, version in _beside_documents(store, after):
        if not version and entry["aggregate"] != last:
            last = entry["aggregate"]
            if not await record_of(store, last):  # it may have been created since the documents were read
                yield last


async def _beside_documents(store: Store, after: str | None = None) -> AsyncIterator[tuple[Record, int]]:
    """Yields each history entry with the version of its document, or 0 without one.

    Reads both side by side in order of id, so that the memory it takes does not grow with the store.
    """
    behind: Record = {"$gt": after or ""}
    documents = store.aggregates.find({"_id": behind}, {"version": 1}).sort("_id", ASCENDING)
    entries = store.history.find({"aggregate": behind}, {"aggregate": 1, "version": 1})
    document: Record | None = await anext(documents, None)
    async for entry in entries.sort([("aggregate", ASCENDING), ("version", ASCENDING)]):
        while document and document["_id"] < entry["aggregate"]:
            document = await anext(documents, None)
        yield entry, document["version"] if document and document["_id"] == entry["aggregate"] else 0


async def rewrite_fields(store: Store, record: Record, fields: Record) -> None:
    """Sets fields of a record, unless it was saved since it was read."""
    await store.aggregates.update_one({"_id": record["_id"], "version": record["version"]}, {"$set": fields})


async def newer_history(store: Store) -> list[str]:
    """Returns the history entries beyond the version of their document, or without a document."""
    return [entry["_id"] async for entry, version in _beside_documents(store) if entry["version"] > version]


async def set_aside(store: Store, entries: Sequence[str]) -> None:
    """Moves history entries out of the history, so that their versions can be taken again. They are kept."""
    for id_ in entries:
        if entry := await store.history.find_one({"_id": id_}):
            kept = f"{id_}/{store.incarnation}"
            await store.set_aside.replace_one({"_id": kept}, entry | {"_id": kept}, upsert=True)
            await store.history.delete_one({"_id": id_})


async def set_incarnation(store: Store, incarnation: int) -> None:
    """Sets the first part of every sequence from the next start on."""
    await store.meta.update_one({"_id": "store"}, {"$set": {"incarnation": incarnation}}, upsert=True)


async def wrapped(store: Store, purpose: Purpose) -> AsyncIterator[tuple[str, str]]:
    """Yields owner and value of everything that the service's own keys wrap for a purpose, in order of owner."""
    collection, field = WRAPPED[purpose]
    async for record in getattr(store, collection).find({field: {"$exists": True}}, {field: 1}).sort("_id", ASCENDING):
        yield record["_id"], record[field]


async def wrap_again(store: Store, purpose: Purpose, owner: str, before: str, after: str) -> None:
    """Replaces a wrapped value, unless it changed or was erased meanwhile."""
    collection, field = WRAPPED[purpose]
    await getattr(store, collection).update_one({"_id": owner, field: before}, {"$set": {field: after}})
