"""Background work asks the store as often as there is something to do, however much is there."""

from datetime import UTC, datetime, timedelta
from math import inf

import pytest

from local.deployment import Deployment
from local.tiny import PAST, Bell, make, room_on, up
from services.chassis.clock import sweep as sweeping
from services.chassis.clock.now import real_now
from services.chassis.clock.sweep import Sweep
from services.chassis.messaging.parking import Parking, RawRecord
from services.chassis.messaging.relay import Relay
from services.chassis.room.room import Room
from services.chassis.store import alarms, outbox
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


@pytest.mark.parametrize("parked", [3, 12])
async def test_parked_records_that_wait_for_a_person_are_not_read_by_the_poll(stored: Deployment, parked: int) -> None:
    async with room_on(stored) as room:
        parking = Parking(room.store, room.keyring)
        for number in range(parked):
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
