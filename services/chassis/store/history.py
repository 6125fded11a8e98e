"""History: every entry that the relay has filed. Entries stay for ever."""

from collections.abc import AsyncIterator, Collection, Mapping
from datetime import datetime
from typing import Any

from pymongo import ASCENDING

from services.chassis.store.documents import MOMENT, Record, Store

Moment = tuple[datetime, str, int]
"""The position of an entry in a thread: its time, its aggregate and its version."""
ABOUT = ("aggregate", "version", "at", "by", "command")
WITHOUT_STATE = {"state": 0}


async def past(store: Store, query: Mapping[str, Any], *, states: bool = True) -> list[Record]:
    """Returns the history entries that match, each aggregate's in order. The relay files an entry soon after its save.

    Without `states` it leaves out the state of each entry, which is most of its size.
    """
    cursor = store.history.find(query, None if states else WITHOUT_STATE)
    return [entry async for entry in cursor.sort([("aggregate", ASCENDING), ("version", ASCENDING)])]


async def life(store: Store, id_: str, after: int, limit: int, fields: Collection[str]) -> list[Record]:
    """Returns up to `limit` entries of one aggregate behind a version, with the types of their events.

    Of its state, each entry has these fields alone.
    """
    shown = dict.fromkeys([*ABOUT, "events.headers.ce_type", *(f"state.{name}" for name in fields)], 1)
    cursor = store.history.find({"aggregate": id_, "version": {"$gt": after}}, shown).sort("version", ASCENDING)
    return [entry async for entry in cursor.limit(limit)]


async def outline(store: Store, id_: str) -> list[Record]:
    """Returns the version of each entry of one aggregate, in order, with the sequences of its events and nothing more."""
    shown = dict.fromkeys(("version", "events.headers.ce_sequence"), 1)
    return [entry async for entry in store.history.find({"aggregate": id_}, shown).sort("version", ASCENDING)]


async def state_at(store: Store, id_: str, version: int) -> Any:
    """Returns the state of one aggregate as its history keeps it, or None."""
    entry = await store.history.find_one({"aggregate": id_, "version": version}, {"state": 1})
    return entry.get("state") if entry else None


async def thread(store: Store, id_: str, after: Moment | None, limit: int) -> list[Record]:
    """Returns up to `limit` entries of a thread behind a position, in order of time, without their states."""
    query: Record = {"threads": id_}
    if after:
        at, aggregate, version = after
        later: list[Record] = [{"at": {"$gt": at}}, {"aggregate": {"$gt": aggregate}}]
        query |= {"at": {"$gte": at}, "$or": [*later, {"aggregate": aggregate, "version": {"$gt": version}}]}
    cursor = store.history.find(query, WITHOUT_STATE).sort([(name, ASCENDING) for name in MOMENT])
    return [entry async for entry in cursor.limit(limit)]


async def whole_thread(store: Store, id_: str) -> AsyncIterator[Record]:
    """Yields every entry of a thread in order of time, without their states."""
    async for entry in store.history.find({"threads": id_}, WITHOUT_STATE).sort([(name, ASCENDING) for name in MOMENT]):
        yield entry


def moment_of(entry: Record) -> Moment:
    """Returns the position of an entry in its thread."""
    return entry["at"], entry["aggregate"], entry["version"]


async def generation(store: Store) -> int:
    """Returns the generation of topics to which this store was last published in full, or 0."""
    meta = await store.meta.find_one({"_id": "published"})
    return int(meta["generation"]) if meta else 0


async def published_in_full(store: Store, generation: int) -> None:
    await store.meta.update_one({"_id": "published"}, {"$max": {"generation": generation}}, upsert=True)


async def histories(store: Store, aggregate: str | None = None, after: str | None = None) -> AsyncIterator[list[Record]]:
    """Yields the history of one aggregate after another, each in order of version.

    Limits itself to one aggregate, or to those whose id follows.
    """
    query: Record = {"aggregate": aggregate} if aggregate else {"aggregate": {"$gt": after}} if after else {}
    life: list[Record] = []
    cursor = store.history.find(query, {"aggregate": 1, "events": 1}).sort([("aggregate", ASCENDING), ("version", ASCENDING)])
    async for entry in cursor:
        if life and life[0]["aggregate"] != entry["aggregate"]:
            yield life
            life = []
        life.append(entry)
    if life:
        yield life
