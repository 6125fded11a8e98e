"""Parked messages: records that keep failing wait here, in lanes, so that order holds. Nothing is dropped."""

from collections.abc import AsyncIterator, Sequence

from pymongo import ASCENDING

from services.chassis.store.documents import Record, Store

TROUBLED, BEHIND, NOT_YET, RETRY, DISCARDED = "troubled", "behind", "not-yet", "retry", "discarded"
"""The statuses of an entry.

`troubled` waits for a person, and `behind` for the entry ahead. `not-yet` is retried. `retry` was asked for by a
person. A `discarded` entry stays as a marker, so that a redelivery does not bring it back.
"""
OPEN: Record = {"status": {"$ne": DISCARDED}}


async def blocked(store: Store, lanes: Sequence[str]) -> set[str]:
    """Returns those of these lanes that hold an entry which later events must wait behind."""
    return set(await store.parked.distinct("lane", OPEN | {"lane": {"$in": list(lanes)}}))


async def park(store: Store, id_: str, record: Record) -> bool:
    """Keeps an entry, once. Returns false if the same entry was discarded before, so that it blocks nothing."""
    await store.parked.update_one({"_id": id_}, {"$setOnInsert": record}, upsert=True)
    kept = await store.parked.find_one({"_id": id_}, {"status": 1})
    return kept is not None and kept["status"] != DISCARDED


async def lanes(store: Store) -> list[Record]:
    """Returns each lane with the status, topic and partition of its oldest open entry, and how many entries wait."""
    pipeline: list[Record] = [
        {"$match": OPEN},
        {"$sort": {"lane": 1, "number": 1}},
        {"$group": {"_id": "$lane", "status": {"$first": "$status"}, "topic": {"$first": "$topic"},
                    "partition": {"$first": "$partition"}, "waiting": {"$sum": 1}}},
    ]  # fmt: skip
    return [lane async for lane in store.parked.aggregate(pipeline)]


async def oldest(store: Store, lane: str) -> Record | None:
    """Returns the oldest open entry of a lane."""
    return await store.parked.find_one(OPEN | {"lane": lane}, sort=[("number", ASCENDING)])


async def entry(store: Store, id_: str) -> Record | None:
    """Returns an entry, whatever its status."""
    return await store.parked.find_one({"_id": id_})


async def mark(store: Store, id_: str, status: str, reason: str) -> bool:
    """Moves an open entry to another status after a try. Returns false if no open entry has this id."""
    change = {"$set": {"status": status, "reason": reason}, "$inc": {"tries": 1}}
    return bool((await store.parked.update_one(OPEN | {"_id": id_}, change)).matched_count)


async def decide(store: Store, id_: str, status: str, decision: Record) -> bool:
    """Moves an open entry to another status because a person decided so, and keeps each decision with the entry.

    Returns false if no open entry has this id, or if it only waits behind another one.
    """
    open_ = {"_id": id_, "status": {"$nin": [DISCARDED, BEHIND]}}
    change = {"$set": {"status": status}, "$push": {"decisions": decision | {"status": status}}}
    return bool((await store.parked.update_one(open_, change)).matched_count)


async def remove(store: Store, id_: str) -> None:
    """Removes an open entry, after its effect."""
    await store.parked.delete_one(OPEN | {"_id": id_})


async def in_lanes(store: Store, *, discarded: bool = False) -> AsyncIterator[Record]:
    """Yields entries lane by lane, each in order of arrival, without bodies."""
    query: Record = {} if discarded else OPEN
    async for record in store.parked.find(query, {"sealed": 0}).sort([("lane", ASCENDING), ("number", ASCENDING)]):
        yield record


async def listed(store: Store, after: str | None, limit: int) -> list[Record]:
    """Returns a page of entries in order of id, without bodies."""
    query: Record = {"_id": {"$gt": after}} if after else {}
    return [record async for record in store.parked.find(query, {"sealed": 0}).sort("_id", ASCENDING).limit(limit)]
