"""Data keys of what a person may take back, and the list of those that were erased."""

from services.chassis.store.documents import Store


async def key_of(store: Store, owner: str, new: str | None = None) -> str | None:
    """The owner's wrapped key, made of `new` where there is none; None where there is none, or where it was erased."""
    if await store.erased.find_one({"_id": owner}):
        return None
    if new:
        await store.keys.update_one({"_id": owner}, {"$setOnInsert": {"key": new}}, upsert=True)
    record = await store.keys.find_one({"_id": owner})
    return str(record["key"]) if record else None


async def erase_key(store: Store, owner: str) -> None:
    """Listed first, so that a crash in between leaves nothing that can be opened."""
    await store.erased.update_one({"_id": owner}, {"$set": {"erased": True}}, upsert=True)
    await store.keys.delete_one({"_id": owner})
