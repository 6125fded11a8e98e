"""The log of reads: who read what about people, and when. Its entries are insert-only, and removed by age alone."""

from collections.abc import Collection
from datetime import datetime

from bson import ObjectId
from pymongo import DESCENDING

from services.chassis.store.documents import Record, Store


async def add(store: Store, entry: Record) -> None:
    """Adds an entry, with an id in order of time."""
    await store.reads.insert_one(entry)


async def newest(store: Store, query: Record, after: str | None, limit: int) -> list[Record]:
    """Returns up to `limit` entries that match, the newest first, behind an entry."""
    behind: Record = {"_id": {"$lt": ObjectId(after)}} if after else {}
    return [each async for each in store.reads.find(query | behind).sort("_id", DESCENDING).limit(limit)]


def is_id(text: str) -> bool:
    """Decides whether a text has the form of an entry's id."""
    return ObjectId.is_valid(text)


def about(ids: Collection[str]) -> Record:
    """Returns the query for reads of these documents."""
    return {"ids": {"$in": sorted(ids)}}


async def count(store: Store) -> int:
    """Counts the entries."""
    return await store.reads.count_documents({})


async def remove_before(store: Store, moment: datetime) -> None:
    """Removes the entries of before a moment. The id of an entry holds its time."""
    await store.reads.delete_many({"_id": {"$lt": ObjectId.from_datetime(moment)}})
