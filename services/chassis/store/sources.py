"""The highest incarnation of each service that this one has believed. It rises by one with each restore."""

from services.chassis.store.documents import Store

ID = "incarnations"


async def incarnation_of(store: Store, service: str) -> int | None:
    """Returns the highest incarnation of a service that was believed, or None before its first event."""
    meta = await store.meta.find_one({"_id": ID})
    return meta.get(service) if meta else None


async def believed(store: Store, service: str, incarnation: int) -> None:
    """Remembers an incarnation. A lower one changes nothing."""
    await store.meta.update_one({"_id": ID}, {"$max": {service: incarnation}}, upsert=True)
