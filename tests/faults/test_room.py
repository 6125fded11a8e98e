"""One document, one guarded write (docs/architecture.md "One write"): whoever decides at the same time, nothing is lost."""

import asyncio
from dataclasses import replace
from uuid import uuid4

import pytest

from local.deployment import Deployment
from local.tiny import BELL, Bell, make, read, room_on, up
from services.chassis.room.room import Busy
from services.chassis.store import outbox
from services.chassis.store.documents import NewerSchema


async def test_two_replicas_deciding_on_one_document_lose_no_decision(stored: Deployment) -> None:
    """Two hundred counts on one document by two rooms at once come to two hundred, in a sequence without a gap."""
    id_ = str(uuid4())
    async with room_on(stored) as one, room_on(stored) as other:
        for _ in range(50):
            await asyncio.gather(*(up(room, id_) for room in (one, other) for _ in range(2)))
        document = await read(one, id_)
        record = await one.store.aggregates.find_one({"_id": id_})
    assert document.state.count == document.version == document.sequence == document.unsent == 200
    assert record is not None
    numbers = [int(event["headers"]["ce_sequence"][-10:]) for entry in record["outbox"] for event in entry["events"]]
    assert numbers == [entry["version"] for entry in record["outbox"]] == list(range(1, 201))


async def test_a_document_with_too_much_unsent_takes_no_more(stored: Deployment) -> None:
    """Beyond the backlog a command is told to try again, and nothing of it is kept."""
    async with room_on(stored, backlog=5) as room:
        id_ = await make(room, Bell())
        for _ in range(4):
            await up(room, id_)
        with pytest.raises(Busy):
            await up(room, id_)
        assert (await read(room, id_)).state.count == 4
        await outbox.clear(room.store, {id_: [1]}, {})
        assert (await up(room, id_)).state.count == 5


async def test_a_document_of_a_newer_schema_is_left_alone(stored: Deployment) -> None:
    """A service that was set back to an older version neither reads nor changes what the newer one wrote, and says so."""
    newer = replace(BELL, schema=2, upgrades={1: lambda raw: raw})
    async with room_on(stored, newer) as tomorrow, room_on(stored) as today:
        id_ = await make(tomorrow, Bell(count=7))
        for refused in (read(today, id_), up(today, id_), today.store.find(BELL, {})):
            with pytest.raises(NewerSchema):
                await refused
        assert ((await read(tomorrow, id_)).version, (await read(tomorrow, id_)).state.count) == (1, 7)


async def test_a_document_of_an_older_schema_is_brought_up_step_by_step(stored: Deployment) -> None:
    """What an older version wrote is read as the present one means it, and saved so with the next change."""
    newest = replace(
        BELL,
        schema=3,
        upgrades={1: lambda raw: raw | {"count": raw["count"] * 10}, 2: lambda raw: raw | {"count": raw["count"] + 1}},
    )
    async with room_on(stored) as yesterday, room_on(stored, newest) as today:
        id_ = await make(yesterday, Bell(count=7))
        assert (await read(today, id_)).state.count == 71
        assert (await up(today, id_)).state.count == 72
        assert (await read(today, id_)).schema == 3
