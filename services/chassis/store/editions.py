"""Editions of the settings that this service has run under. An edition never changes, and none is removed."""

from collections.abc import Collection

from pydantic import ValidationError

from contracts.framework.document import Framework
from contracts.framework.editions import read_kept
from services.chassis.privacy.reasons import SafeFault
from services.chassis.store.documents import Store


class AnotherEdition(SafeFault):
    """The settings changed and their edition did not, or an earlier edition cannot be read. A retry cannot help."""

    retriable = False


async def keep(store: Store, present: Framework) -> None:
    """Keeps the present edition.

    Raises AnotherEdition if other settings were kept under its number, or if this version of the service cannot read an
    earlier edition.
    """
    document = present.model_dump(mode="json")
    await store.editions.update_one({"_id": present.edition}, {"$setOnInsert": {"document": document}}, upsert=True)
    readable = await kept(store, present)
    async for record in store.editions.find({"_id": {"$lt": present.edition}}, {"_id": 1}):
        if record["_id"] not in readable:
            raise AnotherEdition(f"this version of the service cannot read edition {record['_id']} of the settings")
    if readable.get(present.edition) != present:
        raise AnotherEdition(
            f"edition {present.edition} of the settings differs from the one that this service has kept: raise `edition`"
        )


async def kept(store: Store, present: Framework, known: Collection[int] = ()) -> dict[int, Framework]:
    """Returns every edition that this version of the service can read, by its number, without those known already."""
    found: dict[int, Framework] = {}
    async for record in store.editions.find({"_id": {"$nin": sorted(known)}}):
        try:
            found[record["_id"]] = read_kept(record["document"], present)
        except ValidationError:
            continue
    return found
