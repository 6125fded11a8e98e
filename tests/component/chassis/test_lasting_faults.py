"""A fault of the store that no retry can cure holds up its own document, and no other, at each door."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from typing import Any

import httpx
import pytest
from aiokafka import ConsumerRecord
from fastapi import FastAPI

from contracts.events.action_tracking import ActionOverdue
from contracts.events.envelope import Received
from local.deployment import Deployment
from local.partnership import POLICE
from local.tiny import BELL, PAST, Bell, make, read, room_on, up
from local.wire import wire
from services.chassis.clock.sweep import Sweep
from services.chassis.host import within
from services.chassis.http.refusals import install
from services.chassis.messaging.inbox import Inbox
from services.chassis.messaging.parking import Parking
from services.chassis.messaging.relay import Relay
from services.chassis.messaging.trust import Trust
from services.chassis.room.room import Room
from services.chassis.room.tables import Effect
from services.chassis.rules.decisions import Decided, Given
from services.chassis.store import alarms
from services.chassis.store.faults import RefusedByStore, Unavailable

FILLED = 15_900_000
"""Bytes. What a document holds besides its state, so that the store refuses 900 kB more."""
HEAVY = "x" * 900_000
FOR_EVER = 3000
"""Seconds. A pass that waited for the stuck document would take so long."""


class Growing(Bell):
    text: str = ""


def grow(state: Growing, given: Given) -> Decided[Growing]:
    return Decided(state.model_copy(update={"count": state.count + 1, "due": None, "text": HEAVY}))


GROWING = replace(BELL, state=Growing, ring=grow)


async def filled(room: Room, bell: Bell) -> str:
    """Makes a bell whose document is almost as large as the store takes; returns its id."""
    id_ = await make(room, bell)
    await room.store.aggregates.update_one({"_id": id_}, {"$set": {"planted": "x" * FILLED}})
    return id_


async def test_alarm_of_a_document_that_the_store_refuses_backs_off(stored: Deployment) -> None:
    """It is listed, every other alarm of the pass rings, and the gauges are set, also those behind one that fails."""
    measured: list[str] = []

    async def failing(room: Room) -> None:
        raise RuntimeError("a planted fault")

    async def last(room: Room) -> None:
        measured.append("last")

    async with room_on(stored, GROWING) as room:
        full = await filled(room, Growing(due=PAST))
        sound = [await make(room, Growing(due=PAST)) for _ in range(3)]
        assert await Sweep(room, 1, {}, [failing, last]).turn() == 3
        assert [(await read_growing(room, id_)).state.count for id_ in sound] == [1] * 3
        (trouble,) = await alarms.troubled(room.store)
        assert trouble["_id"] == full
        assert trouble["trouble"]["alarm"]["why"].startswith("the store refuses")
        assert measured == ["last"]


async def read_growing(room: Room, id_: str) -> Any:
    return await room.store.load(GROWING, id_)


async def test_event_for_a_document_that_the_store_refuses_is_parked(stored: Deployment) -> None:
    """It is not given back for ever, and the lanes beside it go on."""

    async def react(received: Received[ActionOverdue], room: Room) -> list[Effect]:
        return [Effect(GROWING, received.event.action, grow)]

    async with room_on(stored, GROWING) as room:
        full, sound = await filled(room, Growing()), await make(room, Growing())
        parking = Parking(room.store, room.keyring)
        inbox = Inbox(room, {ActionOverdue: react}, parking, Trust(), patience=0.5, largest=65_536)
        await inbox.on_batch([lying(full, 1), lying(sound, 2)])
        assert (await read_growing(room, sound)).state.count == 1
        (entry,) = [each async for each in room.store.parked.find()]
        assert (entry["status"], entry["reason"][:18]) == ("troubled", "the store refuses ")


def lying(bell: str, offset: int) -> ConsumerRecord:
    record = wire(ActionOverdue(action=bell, agencies=(POLICE,), epoch=1, due=date(2026, 1, 1)), bell, 1)
    return ConsumerRecord("action-tracking", 0, offset, 0, 0, record.key, record.body, None, 0, 0, record.headers)


class Topic:
    """Takes events. Those of `stuck` documents never arrive."""

    def __init__(self, *stuck: str) -> None:
        self.stuck, self.sent = stuck, list[str]()

    async def send_and_wait(self, topic: str, body: bytes, *, key: bytes, headers: list[tuple[str, bytes]]) -> None:  # noqa: ARG002 - as a producer has them
        if key.decode() in self.stuck:
            await asyncio.Event().wait()
        self.sent.append(key.decode())


@asynccontextmanager
async def refusing(room: Room) -> AsyncIterator[None]:
    """The store keeps no history entry with the field `planted`."""
    database = room.store.client.get_default_database()
    await database.command("collMod", "history", validator={"planted": {"$exists": False}})
    try:
        yield
    finally:
        await database.command("collMod", "history", validator={})


async def test_entry_that_history_refuses_is_not_sent_and_keeps_its_state(stored: Deployment) -> None:
    """The other documents of the pass are sent, and the trouble of this one is listed."""
    async with room_on(stored) as room, refusing(room):
        full, sound = await make(room, Bell()), await make(room, Bell())
        for id_ in (full, sound):
            await up(room, id_)
        await room.store.aggregates.update_one({"_id": full}, {"$set": {"outbox.1.planted": True}})
        topic = Topic()
        await Relay(room.store, topic, "topic", 1).flush()
        assert topic.sent == [sound]
        (trouble,) = await alarms.troubled(room.store)
        assert trouble["_id"] == full
        assert trouble["trouble"]["outbox"]["why"] == "the store refuses this (code 121)"
        record = await room.store.aggregates.find_one({"_id": full})
        assert record is not None
        assert [{"state", "events"} <= set(entry) for entry in record["outbox"]] == [True, True]


async def test_flush_sends_the_others_and_ends_in_time_beside_a_stuck_partition(stored: Deployment) -> None:
    """A stop leaves the stuck document to the next start, and no task behind."""
    async with room_on(stored) as room:
        stuck, sound = await make(room, Bell()), await make(room, Bell())
        for id_ in (stuck, sound):
            await up(room, id_)
        topic = Topic(stuck)
        relay = Relay(room.store, topic, "topic", 1)
        flushing = asyncio.create_task(within(3, relay.flush))
        later = await make(room, Bell())
        await up(room, later)
        await asyncio.wait_for(flushing, 5)
        assert sound in topic.sent
        assert not relay.sending
        assert (await read(room, stuck)).unsent == 2
        assert len(asyncio.all_tasks()) == 1


async def test_document_saved_later_is_sent_while_another_is_stuck(stored: Deployment, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pass waits a second for its documents, and the next pass does not wait for them again."""
    async with room_on(stored) as room:
        stuck, later = await make(room, Bell()), await make(room, Bell())
        await up(room, stuck)
        topic = Topic(stuck)
        relay = Relay(room.store, topic, "topic", 1)
        relay.wake(stuck)
        await relay.turn()
        await up(room, later)
        relay.wake(later)
        monkeypatch.setattr("services.chassis.messaging.relay.SLOW", FOR_EVER)
        await asyncio.wait_for(relay.turn(), FOR_EVER / 100)
        assert topic.sent == [later]
        assert [document["_id"] for document in relay.sending.values()] == [stuck]
        await within(0.1, relay.flush)


@pytest.mark.parametrize(("fault", "status"), [(RefusedByStore("planted"), 500), (Unavailable("planted"), 503)])
async def test_answer_says_whether_a_repeat_can_help(fault: Exception, status: int) -> None:
    app = FastAPI()
    install(app)

    @app.get("/")
    async def failing() -> None:
        raise fault

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://inside") as client:
        answer = await client.get("/")
    assert answer.status_code == status
    assert ("Retry-After" in answer.headers) == (status == 503)
    assert ("repeat will not help" in answer.text) == (status == 500)
