"""Parked messages: records that keep failing wait here, in lanes, so that order holds. Nothing is dropped."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime

from pymongo import ASCENDING

from services.chassis.store.documents import Record, Store

TROUBLED, BEHIND, NOT_YET, RETRY, DISCARDED = "troubled", "behind", "not-yet", "retry", "discarded"
"""The statuses of an entry.

`troubled` waits for a person, and `behind` for the entry ahead. `not-yet` is retried at growing intervals. `retry` was
asked for by a person. A `discarded` entry stays as a marker without its body, so that a redelivery does not bring it
back.
"""
PROPOSED = "discard-proposed"
"""The decision of an operator about an entry that a second person must agree to discard. The entry keeps its status."""
UNSEEN = dict.fromkeys(("sealed", "described"), 0)
"""The fields that no list shows."""
WAITING = [TROUBLED, BEHIND, NOT_YET, RETRY]
OPEN: Record = {"status": {"$ne": DISCARDED}}


async def blocked(store: Store, lanes: Sequence[str]) -> set[str]:
    """Returns those of these lanes that hold an entry which later events must wait behind."""
    return set(await store.parked.distinct("lane", OPEN | {"lane": {"$in": list(lanes)}}))


async def park(store: Store, id_: str, record: Record) -> bool:
    """Keeps an entry, once. Returns false if the same entry was discarded before, so that it blocks nothing."""
    await store.parked.update_one({"_id": id_}, {"$setOnInsert": record}, upsert=True)
    kept = await store.parked.find_one({"_id": id_}, {"status": 1})
    return kept is not None and kept["status"] != DISCARDED


async def ready(store: Store, now: datetime) -> set[str]:
    """Returns the lanes to be tried now.

    Their first entry is due, or only waits for an entry that is gone. Reads an index alone.
    """
    due = set(await store.parked.distinct("lane", {"status": {"$in": [NOT_YET, RETRY]}, "not_before": {"$lte": now}}))
    if behind := await _first(store, {"status": BEHIND}):
        others = await _first(store, {"status": {"$in": [TROUBLED, NOT_YET, RETRY]}, "lane": {"$in": list(behind)}})
        due |= {lane for lane, number in behind.items() if number < others.get(lane, number + 1)}
    return due


async def _first(store: Store, query: Record) -> dict[str, int]:
    """Returns by lane the lowest number of an entry that matches."""
    pipeline: list[Record] = [{"$match": query}, {"$group": {"_id": "$lane", "number": {"$min": "$number"}}}]
    return {each["_id"]: each["number"] async for each in store.parked.aggregate(pipeline)}


async def count(store: Store) -> int:
    """Counts the open entries."""
    return await store.parked.count_documents({"status": {"$in": WAITING}})


async def is_full(store: Store, topic: str, most: int) -> bool:
    """Returns true if so many entries of this topic are open."""
    query = {"topic": topic, "status": {"$in": WAITING}}
    return await store.parked.count_documents(query, limit=most) >= most


async def oldest(store: Store, lane: str) -> Record | None:
    """Returns the oldest open entry of a lane."""
    return await store.parked.find_one(OPEN | {"lane": lane}, sort=[("number", ASCENDING)])


async def entry(store: Store, id_: str) -> Record | None:
    """Returns an entry, whatever its status."""
    return await store.parked.find_one({"_id": id_})


async def mark(store: Store, id_: str, status: str, reason: str, not_before: datetime) -> bool:
    """Moves an open entry to another status after a try. Returns false if no open entry has this id."""
    change = {"$set": {"status": status, "reason": reason, "not_before": not_before}, "$inc": {"tries": 1}}
    return bool((await store.parked.update_one(OPEN | {"_id": id_}, change)).matched_count)


async def retry(store: Store, id_: str, decision: Record) -> bool:
    """Has an open entry tried again because a person decided so. Forgets a discard that was proposed.

    Returns false if no open entry has this id, or if it only waits behind another one.
    """
    change = {"$set": {"status": RETRY, "not_before": decision["at"]}, "$unset": {"proposed": ""}}
    return await _decided(store, id_, change, decision | {"status": RETRY})


async def propose(store: Store, id_: str, decision: Record) -> bool:
    """Keeps the proposal to discard an open entry, which stays as it is. Returns as `retry` does."""
    return await _decided(store, id_, {"$set": {"proposed": decision}}, decision | {"status": PROPOSED})


async def discard(store: Store, id_: str, decision: Record, described: Record, *, proposed: Record | None = None) -> bool:
    """Discards an open entry, and keeps its description in the place of its sealed body. Returns as `retry` does.

    With `proposed`, it also returns false if that is not the present proposal.
    """
    change = {"$set": {"status": DISCARDED, "described": described}, "$unset": {"sealed": "", "not_before": "", "proposed": ""}}
    return await _decided(store, id_, change, decision | {"status": DISCARDED}, {"proposed": proposed} if proposed else {})


async def _decided(store: Store, id_: str, change: Record, decision: Record, guard: Record | None = None) -> bool:
    """Changes an open entry because a person decided so, and keeps each decision with the entry."""
    open_ = {"_id": id_, "status": {"$nin": [DISCARDED, BEHIND]}} | (guard or {})
    return bool((await store.parked.update_one(open_, change | {"$push": {"decisions": decision}})).matched_count)


async def remove(store: Store, id_: str) -> None:
    """Removes an open entry, after its effect."""
    await store.parked.delete_one(OPEN | {"_id": id_})


async def in_lanes(store: Store, *, discarded: bool = False) -> AsyncIterator[Record]:
    """Yields entries lane by lane, each in order of arrival, without bodies."""
    query: Record = {} if discarded else OPEN
    async for record in store.parked.find(query, UNSEEN).sort([("lane", ASCENDING), ("number", ASCENDING)]):
        yield record


async def listed(store: Store, after: str | None, limit: int) -> list[Record]:
    """Returns a page of entries in order of id, without bodies."""
    query: Record = {"_id": {"$gt": after}} if after else {}
    return [record async for record in store.parked.find(query, UNSEEN).sort("_id", ASCENDING).limit(limit)]
