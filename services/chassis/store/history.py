"""History: every entry that the relay has filed. Entries stay for ever."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

from pymongo import ASCENDING

from services.chassis.store.documents import Record, Store


async def past(store: Store, query: Mapping[str, Any], limit: int | None = None, *, states: bool = True) -> list[Record]:
    """Returns the history entries that match, each aggregate's in order. The relay files an entry soon after its save.

    Without `states` it leaves out the state of each entry, which is most of its size.
    """
    cursor = store.history.find(query, None if states else {"state": 0}).sort(
        [("aggregate", ASCENDING), ("version", ASCENDING)]
    )
    return [entry async for entry in (cursor.limit(limit) if limit else cursor)]


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
