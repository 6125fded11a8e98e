"""A reaction whose document is not there yet waits in its lane, and passes by itself."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

from aiokafka import ConsumerRecord

from contracts.events.action_tracking import ActionOverdue
from contracts.events.envelope import Received
from local.deployment import Deployment
from local.partnership import POLICE
from local.parts.service import encryption_keys
from local.scenarios.action_tracking import new_actions
from local.tiny import BELL, Bell, count_up, hang, read, room_on
from local.waiting import eventually_async
from local.wire import Wire, wire
from services.chassis.messaging.inbox import Inbox
from services.chassis.messaging.parking import Parking, RawRecord
from services.chassis.messaging.trust import Trust
from services.chassis.privacy.keyring import read_keyring
from services.chassis.room.change import change
from services.chassis.room.room import Cause, Room
from services.chassis.room.tables import Effect

TOPIC, PARTITION = "action-tracking", 0


async def count_overdue(received: Received[ActionOverdue], room: Room) -> list[Effect]:
    """Needs a bell that somebody else makes."""
    return [Effect(room.store.kinds["bell"], received.event.action, count_up)]


@asynccontextmanager
async def draining(room: Room, keys: Path) -> AsyncIterator[Inbox]:
    """An inbox that owns its one partition, and looks after parked lanes ten times a second."""
    parking = Parking(room.store, read_keyring(encryption_keys(keys / "keys" / "tiny.json")))
    inbox = Inbox(room, {ActionOverdue: count_overdue}, parking, Trust(), patience=2, largest=65_536)
    inbox.assigned = lambda: frozenset({(TOPIC, PARTITION)})
    loop = asyncio.create_task(inbox.drain(0.1))
    try:
        yield inbox
    finally:
        loop.cancel()
        with suppress(asyncio.CancelledError):
            await loop


def overdue(bell: str, number: int) -> Wire:
    return wire(ActionOverdue(action=bell, agencies=(POLICE,), epoch=1, due=date(2026, 1, 1)), bell, number)


def batch(*records: Wire) -> Sequence[ConsumerRecord]:
    """As it comes off the topic; a redelivery has the same offsets."""
    return [
        ConsumerRecord(TOPIC, PARTITION, offset, 0, 0, each.key, each.body, None, 0, 0, each.headers)
        for offset, each in enumerate(records)
    ]


async def lanes(room: Room) -> list[str]:
    return [each["status"] async for each in room.store.parked.find().sort("number", 1)]


async def test_events_wait_for_their_document_and_take_effect_by_themselves(stored: Deployment, tmp_path: Path) -> None:
    """The batch passes, other lanes proceed, and once the document is there its events follow in order, asked by nobody."""
    late, there = new_actions(2)
    records = batch(overdue(late, 1), overdue(late, 2), overdue(there, 1), overdue(late, 3))
    async with room_on(stored) as room, draining(room, tmp_path) as inbox:
        await change(room, BELL, there, hang(Bell()), Cause(id=there, name="hang"))
        await inbox.on_batch([*records])
        assert (await read(room, there)).state.count == 1
        assert await lanes(room) == ["not-yet", "behind", "behind"]
        await inbox.on_batch([*records])
        assert await lanes(room) == ["not-yet", "behind", "behind"]

        await change(room, BELL, late, hang(Bell()), Cause(id=late, name="hang"))

        async def drained() -> bool:
            return not await lanes(room)

        await eventually_async(drained, within=10, what="the lane is drained")
        assert (await read(room, late)).state.count == 3
        assert (await read(room, late)).heard == {late: "0001-0000000003"}


async def test_a_document_of_a_newer_version_makes_its_lane_wait(stored: Deployment, tmp_path: Path) -> None:
    """Set back to an older version, a service keeps what it must not touch yet; the newer one carries it out."""
    (id_,) = new_actions(1)
    newer = replace(BELL, schema=2, upgrades={1: lambda raw: raw})
    async with room_on(stored, newer) as tomorrow, room_on(stored) as today:
        await change(tomorrow, newer, id_, hang(Bell()), Cause(id=id_, name="hang"))
        async with draining(today, tmp_path) as inbox:
            await inbox.on_batch([*batch(overdue(id_, 1), overdue(id_, 2))])
            assert await lanes(today) == ["not-yet", "behind"]
        async with draining(tomorrow, tmp_path):

            async def drained() -> bool:
                return not await lanes(tomorrow)

            await eventually_async(drained, within=10, what="the lane is drained")
        assert (await read(tomorrow, id_)).state.count == 2


async def test_a_document_that_is_too_busy_holds_no_other_lane_up(stored: Deployment, tmp_path: Path) -> None:
    busy, other = sorted(new_actions(2), key=lambda each: RawRecord.of(batch(overdue(each, 1))[0]).lane)
    async with room_on(stored, backlog=2) as room:
        async with draining(room, tmp_path) as inbox:
            await inbox.on_batch([*batch(overdue(busy, 1), overdue(other, 1))])
            assert await lanes(room) == ["not-yet", "not-yet"]
        for number in range(2):
            await change(room, BELL, busy, hang(Bell(count=number)), Cause(id=f"{busy}-{number}", name="hang"))
        await change(room, BELL, other, hang(Bell()), Cause(id=other, name="hang"))

        async def passed() -> bool:
            counted: int = (await read(room, other)).state.count
            return counted == 1

        async with draining(room, tmp_path):
            await eventually_async(passed, within=10, what="the other lane is drained")
        assert (await read(room, busy)).state.count == 1, "as it was made"
        await room.store.parked.delete_many({})
