"""Parked messages: growing intervals, two people for a discard that could hide a concern, and a bound."""

import asyncio
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from aiokafka import ConsumerRecord

from contracts.events import action_tracking, feedback_capture, review_registry
from contracts.events.action_tracking import ActionOverdue
from contracts.events.catalogue import DISCARDED_BY_TWO, PUBLISHERS
from contracts.events.envelope import Received
from contracts.events.feedback_capture import ImmediateConcernRaised
from local.deployment import Deployment
from local.partnership import POLICE
from local.scenarios.action_tracking import new_actions
from local.tiny import BELL, Bell, count_up, hang, read, room_on
from local.waiting import eventually_async
from local.wire import Wire, wire
from services.chassis.clock.now import real_now
from services.chassis.messaging.inbox import Inbox
from services.chassis.messaging.parking import LONGEST_WAIT, Parking, RawRecord, TooManyParked
from services.chassis.messaging.trust import Trust
from services.chassis.operators.console import NotThere, retry
from services.chassis.room.change import change
from services.chassis.room.room import Cause, Room
from services.chassis.room.tables import Effect
from services.chassis.store import parked
from services.chassis.store.documents import LAST
from services.chassis.store.parked import BEHIND, DISCARDED, NOT_YET, PROPOSED, RETRY, TROUBLED

TOPIC = "action-tracking"
HERE = frozenset({(TOPIC, 0)})


async def count_overdue(received: Received[ActionOverdue], room: Room) -> list[Effect]:
    return [Effect(BELL, received.event.action, count_up)]


def inbox_of(room: Room, most: int = 100) -> Inbox:
    parking, trust = Parking(room.store, room.keyring, most), Trust(owner=lambda topic: TOPIC)
    return Inbox(room, {ActionOverdue: count_overdue}, parking, trust, patience=1, largest=65_536)


def overdue(bell: str, number: int) -> Wire:
    return wire(ActionOverdue(action=bell, agencies=(POLICE,), epoch=1, due=date(2026, 1, 1)), bell, number)


def batch(*records: Wire, topic: str = TOPIC, first: int = 0) -> list[ConsumerRecord]:
    return [
        ConsumerRecord(topic, 0, offset, 0, 0, each.key, each.body, None, 0, 0, each.headers)
        for offset, each in enumerate(records, start=first)
    ]


async def statuses(room: Room) -> list[str]:
    return [each["status"] async for each in room.store.parked.find().sort("number", 1)]


async def test_record_that_waits_for_its_subject_is_tried_ever_more_rarely(stored: Deployment) -> None:
    (late,) = new_actions(1)
    async with room_on(stored) as room:
        inbox = inbox_of(room)
        await inbox.on_batch(batch(overdue(late, 1), overdue(late, 2)))
        waits: list[float] = []
        for _ in range(9):
            (lane,) = await inbox.parking.ready(HERE, LAST)
            before = real_now()
            await inbox._drain(lane)
            assert await inbox.parking.ready(HERE) == [], "it is not due yet"
            entry = await parked.oldest(room.store, lane)
            assert entry is not None
            waits.append((entry["not_before"] - before).total_seconds())
        assert [round(each) for each in waits] == [1, 2, 4, 8, 16, 32, *[LONGEST_WAIT] * 3]
        assert await statuses(room) == [NOT_YET, BEHIND]

        await change(room, BELL, late, hang(Bell()), Cause(id=late, name="hang"))
        (lane,) = await inbox.parking.ready(HERE, LAST)
        await inbox._drain(lane)
        assert (await read(room, late)).state.count == 2
        assert await statuses(room) == []


async def test_process_that_takes_over_a_partition_tries_at_once_what_waits(stored: Deployment) -> None:
    """A newer version of the service may carry out what an older one could not."""
    (late,) = new_actions(1)
    async with room_on(stored) as room:
        inbox = inbox_of(room)
        await inbox.on_batch(batch(overdue(late, 1)))
        (entry,) = [each async for each in room.store.parked.find()]
        for tries in range(8):
            await inbox.parking.mark(entry | {"tries": tries}, NOT_YET, "NewerSchema")
        await change(room, BELL, late, hang(Bell()), Cause(id=late, name="hang"))
        inbox.assigned = lambda: HERE
        draining = asyncio.create_task(inbox.drain(poll_seconds=60))

        async def drained() -> bool:
            return await statuses(room) == []

        await eventually_async(drained, within=5, what="it has been tried")
        draining.cancel()
        await asyncio.gather(draining, return_exceptions=True)
        assert (await read(room, late)).state.count == 1


async def test_operator_retries_at_once_what_waits_for_its_subject(stored: Deployment) -> None:
    """One by its id. Without an id, only messages that wait for a person are retried."""
    (late,) = new_actions(1)
    async with room_on(stored) as room:
        inbox = inbox_of(room)
        await inbox.on_batch(batch(overdue(late, 1), overdue(late, 2)))
        first, behind = [each async for each in room.store.parked.find().sort("number", 1)]
        await inbox.parking.mark(first, NOT_YET, "NotYet")
        assert await inbox.parking.ready(HERE) == []
        assert await retried(inbox, None) == []
        with pytest.raises(NotThere):
            await retried(inbox, behind["_id"])
        assert await retried(inbox, first["_id"]) == [first["_id"]]
        assert await inbox.parking.ready(HERE) == [first["lane"]]


async def retried(inbox: Inbox, id_: str | None) -> list[str]:
    console = SimpleNamespace(parking=inbox.parking)
    return [row["id"] async for row in retry(console, Namespace(id=id_, dry_run=False))]  # type: ignore[arg-type]


async def test_entry_whose_predecessor_is_gone_is_ready_at_once(stored: Deployment) -> None:
    """Also if the process ended between the removal of one and the try of the next."""
    bells = new_actions(2)
    async with room_on(stored) as room:
        inbox = inbox_of(room)
        await inbox.on_batch(batch(*(overdue(bell, number) for bell in bells for number in (1, 2))))
        heads = [each async for each in room.store.parked.find({"status": NOT_YET}).sort("number", 1)]
        await inbox.parking.mark(heads[1], NOT_YET, "later")
        await parked.remove(room.store, heads[0]["_id"])
        await inbox.parking.mark(heads[0], NOT_YET, "it is gone")
        assert await inbox.parking.ready(HERE) == [heads[0]["lane"]]
        assert await inbox.parking.ready({(TOPIC, 1)}) == []


async def test_lane_goes_on_to_its_second_bad_record_when_the_first_is_discarded(stored: Deployment) -> None:
    """A bad record is known as such also while it waits behind another."""
    (bell,) = new_actions(1)
    async with room_on(stored) as room:
        inbox = inbox_of(room)
        await change(room, BELL, bell, hang(Bell()), Cause(id=bell, name="hang"))
        bad = [replace(overdue(bell, number), body=b"{") for number in (1, 3)]
        await inbox.on_batch(batch(bad[0], overdue(bell, 2), bad[1], overdue(bell, 4)))
        assert await statuses(room) == [TROUBLED, BEHIND, TROUBLED, BEHIND]
        assert await inbox.parking.ready(HERE) == []
        for count in (1, 2):
            (stuck, *_) = [each async for each in room.store.parked.find({"status": TROUBLED}).sort("number", 1)]
            assert await inbox.parking.discard(stuck["_id"], "damaged", "somebody@console") == DISCARDED
            (lane,) = await inbox.parking.ready(HERE)
            await inbox._drain(lane)
            assert (await read(room, bell)).state.count == count
        assert await inbox.parking.ready(HERE) == []


async def test_topic_with_too_many_parked_records_is_left_out(stored: Deployment) -> None:
    """The batch goes back, so that nothing is lost, and the store does not fill. Decided entries make room."""
    bells = new_actions(4)
    left_out: list[Sequence[str]] = []
    async with room_on(stored) as room:
        inbox = inbox_of(room, most=3)
        inbox.leave_out = lambda topics: left_out.append(list(topics))
        await inbox.on_batch(batch(*(overdue(bell, 1) for bell in bells[:3])))
        with pytest.raises(ExceptionGroup) as raised:
            await inbox.on_batch(batch(overdue(bells[3], 1), first=3))
        assert raised.group_contains(TooManyParked)
        assert left_out == [[TOPIC]]
        assert await statuses(room) == [NOT_YET] * 3

        other = batch(overdue(bells[3], 1), topic="another-topic", first=4)
        await inbox.on_batch(other)
        assert len(await statuses(room)) == 4, "another topic is read on"
        (first, *_) = [each["_id"] async for each in room.store.parked.find({"topic": TOPIC})]
        assert await inbox.parking.discard(first, "sent-by-mistake", "somebody@console") == DISCARDED
        await inbox.on_batch(batch(overdue(bells[3], 1), first=3))
        assert sorted(await statuses(room)) == sorted([DISCARDED, *[NOT_YET] * 4])


async def test_discarded_entry_keeps_its_marker_and_no_body(stored: Deployment) -> None:
    (bell,) = new_actions(1)
    async with room_on(stored) as room:
        inbox, record = inbox_of(room), overdue(bell, 1)
        await inbox.on_batch(batch(record))
        (entry,) = [each async for each in room.store.parked.find()]
        described = await inbox.parking.described(entry["_id"])
        assert await inbox.parking.discard(entry["_id"], "sent-by-mistake", "somebody@console") == DISCARDED
        (marker,) = [each async for each in room.store.parked.find()]
        assert "sealed" not in marker
        assert await inbox.parking.described(entry["_id"]) == described
        await inbox.on_batch(batch(record))
        assert await statuses(room) == [DISCARDED], "a redelivery does not bring it back"


async def test_entry_that_cannot_be_opened_is_described_by_its_place(stored: Deployment) -> None:
    (bell,) = new_actions(1)
    async with room_on(stored) as room:
        inbox = inbox_of(room)
        await inbox.on_batch(batch(overdue(bell, 1)))
        await room.store.parked.update_many({}, {"$set": {"sealed": "gone:AAAA"}})
        (entry,) = [each async for each in room.store.parked.find()]
        described = await inbox.parking.described(entry["_id"])
        assert described == {"topic": TOPIC, "partition": 0, "number": 0, "type": ActionOverdue.type()}
        assert await inbox.parking.discard(entry["_id"], "key-is-gone", "somebody@console") == DISCARDED


def test_events_of_concerns_and_obligations_take_two_people() -> None:
    """Every event whose name says so is in the table, and the finding that opens obligations."""
    named = {each for each in PUBLISHERS if any(part in each.__name__ for part in ("Concern", "Obligation", "NoAction"))}
    assert named | {review_registry.FindingRecorded} == DISCARDED_BY_TWO
    assert {each.__module__ for each in DISCARDED_BY_TWO} == {
        each.__name__ for each in (review_registry, action_tracking, feedback_capture)
    }


async def test_retry_forgets_a_proposal(stored: Deployment) -> None:
    """A confirmation of an earlier proposal comes too late, and no decision is lost."""
    async with room_on(stored) as room:
        entry = await weighty(room)
        parking = Parking(room.store, room.keyring)
        assert await parking.discard(entry["_id"], "sent-by-mistake", "p-1@console") == PROPOSED
        proposed = await parking.entry(entry["_id"])
        assert proposed is not None
        assert proposed["status"] == TROUBLED
        assert await parking.retry(entry["_id"], "p-2@console")
        assert not await parking.confirm(proposed, "p-3@partnership")
        after = await parking.entry(entry["_id"])
        assert after is not None
        assert "sealed" in after
        assert [each["status"] for each in after["decisions"]] == [PROPOSED, RETRY]


async def weighty(room: Room) -> dict[str, Any]:
    """Returns a parked record that says it is about a concern."""
    record = overdue(new_actions(1)[0], 1)
    headers = tuple(
        (name, ImmediateConcernRaised.type().encode() if name == "ce_type" else its) for name, its in record.headers
    )
    letter = RawRecord.of(batch(replace(record, headers=headers), topic="feedback-capture")[0])
    await Parking(room.store, room.keyring).park(letter, TROUBLED, "planted")
    entry = await room.store.parked.find_one()
    assert entry is not None
    return entry
