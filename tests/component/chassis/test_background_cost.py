"""Background work asks the store as often as there is something to do, however much is there."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import inf
from uuid import uuid4

import pytest
from aiokafka import ConsumerRecord

from contracts.events.action_tracking import ActionCompleted, ActionOverdue
from contracts.events.envelope import Received
from local.deployment import Deployment
from local.tiny import PAST, Bell, make, room_on, up
from local.wire import wire
from services.chassis.clock import sweep as sweeping
from services.chassis.clock.now import real_now
from services.chassis.clock.sweep import Sweep
from services.chassis.messaging.inbox import Inbox
from services.chassis.messaging.parking import Parking, RawRecord
from services.chassis.messaging.relay import Relay
from services.chassis.messaging.trust import Trust
from services.chassis.operators import verify
from services.chassis.room.room import Room
from services.chassis.room.tables import Effect
from services.chassis.store import alarms, outbox, parked
from services.chassis.store.parked import TROUBLED
from tests.component.chassis.test_backlog import A_DAY, TURN, Topic, waiting
from tests.support.asked import asked

FAR = datetime(2100, 1, 1, tzinfo=UTC)


async def steps_back(room: Room, id_: str, until: datetime) -> None:
    await room.store.aggregates.update_one({"_id": id_}, {"$set": {"trouble.outbox.not_before": until}})


async def test_save_costs_three_requests_and_no_look_at_what_waits(stored: Deployment) -> None:
    """A wake finds, files and clears. An idle poll asks once."""
    async with room_on(stored) as room:
        relay = Relay(room.store, Topic(), "topic", A_DAY)
        with asked() as idle:
            await relay.turn()
        assert idle.commands == {"find": 1}
        for count in (1, TURN):
            ids = await waiting(room, count)
            for id_ in ids:
                relay.wake(id_)
            with asked() as woken:
                await relay.turn()
            assert woken.commands == {"find": 1, "insert": 1, "update": 1}


async def test_document_that_steps_back_is_not_read_at_each_save(stored: Deployment) -> None:
    """Its next try reads what it still has to send, and files nothing again."""
    async with room_on(stored) as room:
        (id_,) = await waiting(room, 1)
        topic = Topic(away=True)
        relay = Relay(room.store, topic, "topic", A_DAY)
        relay.wake(id_)
        await relay.turn()
        await steps_back(room, id_, real_now() + timedelta(hours=1))
        await up(room, id_)
        relay.wake(id_)
        with asked() as woken:
            await relay.turn()
        assert (woken.commands, woken.documents) == ({"find": 1}, 0)
        await steps_back(room, id_, real_now())
        (record,) = await outbox.saved(room.store, [id_], room.real())
        assert ["state" in entry for entry in record["outbox"]] == [False, True]


@pytest.mark.parametrize("count", [3, 12])
async def test_settings_that_did_not_change_cost_a_start_nothing_for_each_alarm(stored: Deployment, count: int) -> None:
    """A turn learns the editions, asks what is due, and looks for alarms of another edition. None is read."""
    async with room_on(stored) as room:
        for _ in range(count):
            await make(room, Bell(due=FAR))
        sweep = Sweep(room, 1, {})
        sweep.counted = inf
        with asked() as first:
            await sweep.turn()
        assert (first.queries, first.documents) == (6, 0)
        with asked() as later:
            await sweep.turn()
        assert (later.queries, later.documents) == (2, 0)


@pytest.mark.parametrize("count", [5, 20])
async def test_new_edition_reads_each_alarm_once(stored: Deployment, count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once to find it, and once to ring it, which files nothing."""
    monkeypatch.setattr(sweeping, "DUE", 4)
    async with room_on(stored) as room:
        for _ in range(count):
            await make(room, Bell(due=FAR))
        room.framework = room.framework.model_copy(update={"edition": 2})
        with asked() as settling:
            assert await Sweep(room, 1, {}).turn() == count
        assert settling.documents == 2 * count
        assert settling.commands["update"] == count


@pytest.mark.parametrize("count", [3, 12])
async def test_parked_records_that_wait_for_a_person_are_not_read_by_the_poll(stored: Deployment, count: int) -> None:
    async with room_on(stored) as room:
        parking = Parking(room.store, room.keyring)
        for number in range(count):
            await parking.park(RawRecord("topic", 0, number, b"%d" % number, (), b"{"), TROUBLED, "a planted fault")
        with asked() as polled:
            assert await parking.ready({("topic", 0)}) == []
        assert (polled.queries, polled.documents) == (2, 0)


@pytest.mark.parametrize("sound", [3, 12])
async def test_list_of_trouble_reads_what_is_in_trouble_alone(stored: Deployment, sound: int) -> None:
    async with room_on(stored) as room:
        for _ in range(sound):
            await make(room, Bell(due=FAR))
        troubled = await make(room, Bell(due=PAST, cracked=True))
        await Sweep(room, 1, {}).turn()
        with asked() as listed:
            assert [each["_id"] for each in await alarms.troubled(room.store)] == [troubled]
        assert (listed.queries, listed.documents) == (2, 1)


@pytest.mark.parametrize("count", [1, 20])
async def test_events_that_a_service_does_not_react_to_cost_no_request(stored: Deployment, count: int) -> None:
    """They are counted, and their lanes are not looked up. One of no known type is read like any other."""

    async def react(received: Received[ActionOverdue], room: Room) -> list[Effect]:
        raise AssertionError("it is not of interest")

    async with room_on(stored) as room:
        parking = Parking(room.store, room.keyring)
        inbox = Inbox(room, {ActionOverdue: react}, parking, Trust(), patience=1, largest=65_536)
        others = [lying(ActionCompleted(action=str(uuid4()), epoch=1), number) for number in range(count)]
        with asked() as passed_over:
            await inbox.on_batch(others)
        assert passed_over.queries == 0
        unknown = replace(others[0], headers=(("ce_type", b"\xff"),))
        await inbox.on_batch([unknown])
        assert await parked.count(room.store) == 1


def lying(event: ActionCompleted, offset: int) -> ConsumerRecord[bytes, bytes]:
    record = wire(event, event.action, 1)
    return ConsumerRecord("action-tracking", 0, offset, 0, 0, record.key, record.body, None, 0, 0, record.headers)


async def test_check_of_a_document_reads_one_state_of_its_history(stored: Deployment) -> None:
    """Three requests a document, and of a long life the versions alone."""
    async with room_on(stored) as room:
        short, long = await lived(room, 2), await lived(room, 20)
        costs = []
        for id_ in (short, long):
            with asked() as checked:
                assert await verify._faults(room.store, id_) == []
            costs.append(checked)
        assert [each.queries for each in costs] == [3, 3]
        per_entry = (costs[1].bytes - costs[0].bytes) / 18
        assert per_entry < 200, "bytes, of which a state with its event takes a thousand"


async def lived(room: Room, versions: int) -> str:
    """Returns a document of so many versions, all of them filed."""
    id_ = await make(room, Bell())
    for _ in range(versions - 1):
        await up(room, id_)
    await Relay(room.store, Topic(), "topic", A_DAY).flush()
    return id_
