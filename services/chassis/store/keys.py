"""Data keys for crypto-shredding, and the list of erased owners (docs/access.md "What may be taken back")."""

from services.chassis.store.documents import Store


async def key_of(store: Store, owner: str, new: str | None = None) -> str | None:
    """Returns the owner's wrapped key. Stores `new` if there is none. Returns None without `new`, or after an erasure."""
    if await store.erased.find_one({"_id": owner}):
        return None
    if new:
        await store.keys.update_one({"_id": owner}, {"$setOnInsert": {"key": new}}, upsert=True)
    record = await store.keys.find_one({"_id": owner})
    return str(record["key"]) if record else None


async def erase_key(store: Store, owner: str) -> None:
    """Erases an owner's key. Lists the owner first, so that a crash in between leaves nothing that can be opened."""
    await store.erased.update_one({"_id": owner}, {"$set": {"erased": True}}, upsert=True)
    await store.keys.delete_one({"_id": owner})
