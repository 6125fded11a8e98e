"""Tasks over a whole store ask in parts, so that none meets the store's limit of a query."""

from typing import Any

import pytest

from local.deployment import Deployment
from local.tiny import Bell, make, room_on
from services.chassis.operators.verify import verified
from services.chassis.store import documents, maintenance


@pytest.mark.parametrize("count", [0, 2, 3, 7])
async def test_keys_of_erased_owners_are_deleted_at_the_start_in_parts(
    stored: Deployment, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "AT_ONCE", 3)
    async with room_on(stored) as room:
        owners = [f"owner-{number}" for number in range(count)]
        for owner in [*owners, "alive"]:
            await room.store.keys.insert_one({"_id": owner, "key": "k"})
        for owner in owners:
            await room.store.erased.insert_one({"_id": owner})
        await room.store.open()
        assert [each["_id"] async for each in room.store.keys.find()] == ["alive"]


async def test_history_without_a_document_is_found_beside_many_that_are_whole(stored: Deployment) -> None:
    """The first, some in the middle, and the last of the store."""
    async with room_on(stored) as room:
        ids = sorted([await make(room, Bell()) for _ in range(12)])
        for id_ in ids:
            for version in (1, 2):
                entry: dict[str, Any] = {"_id": f"{id_}/{version}", "aggregate": id_, "version": version, "events": []}
                await room.store.history.insert_one(entry)
        gone = [ids[0], ids[4], ids[5], ids[11]]
        await room.store.aggregates.delete_many({"_id": {"$in": gone}})
        assert [each async for each in maintenance.orphans(room.store)] == gone
        assert [each async for each in maintenance.orphans(room.store, ids[4])] == gone[2:]
        rows = [row async for row in verified(room.store) if row.get("fault") == "has a history but no document"]
        assert [row["id"] for row in rows] == gone
        newer = await maintenance.newer_history(room.store)
        assert newer == [f"{id_}/{version}" for id_ in ids for version in ((1, 2) if id_ in gone else (2,))]
