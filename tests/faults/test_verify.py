"""Each document beside its history (`verify`): what is whole is counted, and each thing that is wrong is told."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from local.deployment import Deployment
from local.tiny import BELL, Bell, make, room_on, up
from services.chassis.operators.verify import relisted, verified
from services.chassis.room.room import Room
from services.chassis.store import outbox


@pytest_asyncio.fixture
async def room(stored: Deployment) -> AsyncIterator[Room]:
    async with room_on(stored) as there:
        yield there


async def bell(room: Room) -> str:
    """Three versions of it, of which two are filed and one still waits in its outbox."""
    id_ = await make(room, Bell())
    await up(room, id_)
    record = await room.store.aggregates.find_one({"_id": id_})
    assert record
    await outbox.file(room.store, [_filed(record, entry) for entry in record["outbox"]])
    await outbox.clear(room.store, {id_: [entry["version"] for entry in record["outbox"]]}, {})
    await up(room, id_)
    return id_


def _filed(record: dict[str, Any], entry: dict[str, Any]) -> dict[str, Any]:
    return {"_id": f"{record['_id']}/{entry['version']}", "aggregate": record["_id"], "kind": record["kind"], **entry}


async def told(room: Room, **asked: Any) -> list[dict[str, Any]]:
    return [row async for row in verified(room.store, **asked)]


async def test_what_is_whole_is_counted(room: Room) -> None:
    first, _ = sorted([await bell(room), await bell(room)])
    assert await told(room) == [{"kind": "bell", "documents": 2}, {"reads": 0}]
    assert await told(room, after=first) == [{"kind": "bell", "documents": 1}, {"reads": 0}]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"$set": {"state.count": 7}}, "differs in its state from its last history entry"),
        ({"$inc": {"version": 1}}, "its history lacks [4]"),
        ({"$inc": {"version": -1}}, "adds [3]"),
        ({"$inc": {"sequence": 1}}, "has emitted 3 events; its history holds 2"),
        ({"$set": {"schema": 2}}, "was written by a newer version of this service (schema 2)"),
        ({"$set": {"state.unheard_of": 1}}, "has a state that cannot be read"),
        ({"$set": {"found_by": ["bell/loud/yes"]}}, "has other query keys than its state gives"),
        ({"$unset": {"keys": ""}}, "has other query keys than its state gives"),
        ({"$set": {"kind": "gong"}}, "has a kind that this service does not know"),
    ],
)
async def test_what_is_wrong_with_a_document_is_told(room: Room, change: dict[str, Any], fault: str) -> None:
    wrong, whole = await bell(room), await bell(room)
    await room.store.aggregates.update_one({"_id": wrong}, change)
    found = [row for row in await told(room) if "fault" in row]
    assert {row["id"] for row in found} == {wrong} != {whole}
    assert [row["fault"] for row in found if fault in row["fault"]]


async def test_a_gap_in_a_history_and_a_history_without_a_document_are_told(room: Room) -> None:
    gap, orphan = await bell(room), await bell(room)
    await room.store.history.delete_one({"_id": f"{gap}/1"})
    await room.store.aggregates.delete_one({"_id": orphan})
    found = {row["id"]: row["fault"] for row in await told(room) if "fault" in row}
    assert found == {
        gap: "has version 3; its history lacks [1] and adds none",
        orphan: "has a history but no document",
    }


async def test_what_an_upgrade_lists_by_other_keys_is_found_by_them_once_relisted(room: Room) -> None:
    """What a newer version wrote, or a kind that only that one knows, is left to it."""
    old, newer, unknown, whole = [await bell(room) for _ in range(4)]
    changes: dict[str, dict[str, Any]] = {old: {}, newer: {"schema": 2}, unknown: {"kind": "gong"}}
    for id_, change in changes.items():
        await room.store.aggregates.update_one({"_id": id_}, {"$set": {"found_by": [], **change}})

    async def listed() -> set[str]:
        return {each.id for each in await room.store.find(BELL, {})}

    assert await listed() == {whole}
    assert [row async for row in relisted(room.store, dry_run=True)] == [{"id": old, "kind": "bell"}]
    assert await listed() == {whole}
    assert [row async for row in relisted(room.store, after=old)] == []
    assert [row async for row in relisted(room.store)] == [{"id": old, "kind": "bell"}]
    assert await listed() == {whole, old}
    assert [row async for row in relisted(room.store)] == []
