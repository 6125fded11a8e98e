"""The clock's door: one alarm that fails starves no other, and a new edition works all out again."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from local.deployment import Deployment
from local.tiny import BELL, PAST, Bell, count_up, hang, make, read, room_on
from services.chassis.clock import sweep
from services.chassis.clock.now import real_now
from services.chassis.clock.sweep import DUE, Sweep
from services.chassis.room.change import change
from services.chassis.room.room import Cause, Room
from services.chassis.rules.decisions import Decided, Given
from services.chassis.store import alarms
from services.chassis.store.documents import Store
from services.chassis.store.kinds import Kind


async def troubles(store: Store) -> dict[str, int]:
    return {each["_id"]: each["trouble"]["alarm"]["attempts"] for each in await alarms.troubled(store)}


async def test_alarms_that_always_fail_step_back_and_starve_nobody(stored: Deployment) -> None:
    """More documents in trouble than a sweep loads, all due earlier than the sound ones: these ring all the same."""
    async with room_on(stored) as room:
        cracked = await asyncio.gather(*(make(room, Bell(due=PAST, cracked=True)) for _ in range(DUE + 20)))
        sound = await asyncio.gather(*(make(room, Bell(due=PAST + timedelta(days=1))) for _ in range(20)))
        rung = await Sweep(room, 1, {}).turn()
        assert rung == 20
        assert [(await read(room, id_)).state.count for id_ in sound] == [1] * 20
        assert set(await troubles(room.store)) == set(cracked)
        assert all(attempts >= 1 for attempts in (await troubles(room.store)).values())


async def test_a_ring_that_leaves_its_alarm_due_is_trouble(stored: Deployment) -> None:
    """A rule that forgets to move its alarm on does not ring for ever, and it shows."""
    stuck = replace(BELL, ring=lambda state, given: Decided(state))
    async with room_on(stored, stuck) as room:
        id_ = await make(room, Bell(due=PAST))
        assert await Sweep(room, 1, {}).turn() == 0
        assert set(await troubles(room.store)) == {id_}
        trouble = (await read(room, id_)).trouble["alarm"]
        assert trouble["not_before"] > real_now()
        assert trouble["why"] == "the alarm is still due after it rang"


async def test_trouble_that_is_over_is_forgotten(stored: Deployment) -> None:
    """Once the fault is mended the alarm rings when its time to step back is over, and is listed no more."""
    async with (
        room_on(stored) as broken,
        room_on(stored, replace(BELL, ring=lambda state, given: Decided(state.model_copy(update={"due": None})))) as mended,
    ):
        id_ = await make(broken, Bell(due=PAST, cracked=True))
        await Sweep(broken, 1, {}).turn()
        await alarms.note_trouble(mended.store, id_, {"attempts": 1, "why": "", "not_before": PAST})
        assert await Sweep(mended, 1, {}).turn() == 1
        assert await troubles(mended.store) == {}


async def test_two_replicas_ring_each_alarm_once(stored: Deployment) -> None:
    """Sweeps that look at the same time ring nothing twice."""
    async with room_on(stored) as one, room_on(stored) as other:
        bells = await asyncio.gather(*(make(one, Bell(due=PAST)) for _ in range(60)))
        rung = await asyncio.gather(Sweep(one, 1, {}).turn(), Sweep(other, 1, {}).turn())
        assert [(await read(one, id_)).state.count for id_ in bells] == [1] * 60
        assert sum(rung) == 60
        assert await troubles(one.store) == {}


SOONER = replace(
    BELL,
    alarm=lambda state, given: state.due - timedelta(days=10) if state.due else None,
    ring=lambda state, given: Decided(state),
)
"""As another edition of the settings would have it."""


async def test_a_new_edition_of_the_settings_works_open_alarms_out_again(stored: Deployment) -> None:
    """An alarm that was set under another edition moves, at a restart, to where the present one puts it; a closed one stays
    closed."""
    later = real_now() + timedelta(days=30)
    async with room_on(stored) as before, room_on(stored, SOONER) as after:
        open_, closed = await make(before, Bell(due=later)), await make(before, Bell())
        assert await Sweep(before, 1, {}).turn() == 0
        after.framework = after.framework.model_copy(update={"edition": 2})
        restarted = Sweep(after, 1, {})
        await restarted.turn()
        moved = await read(after, open_)
        assert moved.alarm_at is not None
        assert abs(moved.alarm_at - (later - timedelta(days=10))) < timedelta(milliseconds=1)
        assert moved.alarm_edition == 2
        assert (await read(after, closed)).version == 1
        assert await restarted.turn() == 0
        assert await Sweep(after, 1, {}).turn() == 0


async def test_alarms_of_another_edition_are_looked_for_until_there_is_none_and_then_no_more(stored: Deployment) -> None:
    """What a turn costs follows what is due (AT4). One that was stepping back when the process began is not forgotten."""
    later = real_now() + timedelta(days=30)
    async with room_on(stored) as before, room_on(stored, SOONER) as after:
        after.framework = after.framework.model_copy(update={"edition": 2})
        troubled = await make(before, Bell(due=later))
        await alarms.note_trouble(before.store, troubled, {"attempts": 1, "why": "", "not_before": later})
        sweep = Sweep(after, 1, {})
        assert await sweep.turn() == 0
        assert not sweep.edition_settled
        await alarms.note_trouble(before.store, troubled, None)
        assert await sweep.turn() == 1
        assert (await read(after, troubled)).alarm_edition == 2
        assert sweep.edition_settled

        unasked = await make(before, Bell(due=later))
        assert await sweep.turn() == 0
        assert (await read(after, unasked)).alarm_edition == 1


async def test_alarms_of_another_edition_are_walked_past_once(stored: Deployment, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than a sweep loads at once, one of which fails: it backs off, and a later walk finds it again."""
    monkeypatch.setattr(sweep, "DUE", 4)
    later = real_now() + timedelta(days=30)

    def unless_cracked(state: Bell, given: Given) -> Decided[Bell]:
        if state.cracked:
            raise RuntimeError("a planted fault")
        return Decided(state)

    async with room_on(stored) as before, room_on(stored, replace(SOONER, ring=unless_cracked)) as after:
        sound = [await make(before, Bell(due=later)) for _ in range(10)]
        cracked = await make(before, Bell(due=later, cracked=True))
        after.framework = after.framework.model_copy(update={"edition": 2})
        turning = Sweep(after, 1, {})
        assert await turning.turn() == 10
        assert {(await read(after, id_)).alarm_edition for id_ in sound} == {2}
        assert set(await troubles(after.store)) == {cracked}
        assert not turning.edition_settled
        await alarms.note_trouble(after.store, cracked, {"attempts": 1, "why": "", "not_before": PAST})
        assert await turning.turn() == 0
        assert (await troubles(after.store))[cracked] == 2


NEWER = replace(BELL, schema=2, upgrades={1: lambda raw: raw})


async def newly_hung(room: Room, kind: Kind) -> str:
    """As a newer version of the service makes it; returns its id."""
    id_ = str(uuid4())
    await change(room, kind, id_, hang(Bell(due=PAST)), Cause(id=id_, name="hang"))
    return id_


@pytest.mark.parametrize("newer", [NEWER, replace(BELL, name="gong")], ids=["of a newer document", "of a kind not known yet"])
async def test_alarms_that_a_newer_version_set_are_left_to_it_and_starve_nobody(stored: Deployment, newer: Kind) -> None:
    """As many of them as a sweep loads, all due earlier than ours."""
    async with room_on(stored, newer) as tomorrow, room_on(stored) as today:
        theirs = await asyncio.gather(*(newly_hung(tomorrow, newer) for _ in range(DUE)))
        ours = await make(today, Bell(due=PAST + timedelta(days=1)))
        assert await Sweep(today, 1, {}).turn() == 1
        assert (await read(today, ours)).state.count == 1
        assert await troubles(today.store) == {}
        assert await Sweep(tomorrow, 1, {}).turn() == len(theirs)


async def test_what_a_newer_version_takes_up_while_it_is_due_is_no_trouble(stored: Deployment) -> None:
    async with room_on(stored, NEWER) as tomorrow, room_on(stored) as today:
        id_ = await make(today, Bell(due=PAST))
        (loaded,) = await alarms.due(today.store, real_now(), real_now(), DUE)
        await change(tomorrow, NEWER, id_, count_up, Cause(id=id_, name="count-up"))
        assert not await Sweep(today, 1, {})._ring(loaded, asyncio.Semaphore())
        assert await troubles(today.store) == {}


async def test_a_clock_that_moves_on_during_a_ring_is_no_trouble(stored: Deployment) -> None:
    """A ring is judged by the time at which it began: an alarm that it set a little ahead may be due when it has been saved."""
    times = [PAST + timedelta(minutes=5)]

    def set_ahead(state: Bell, given: Given) -> Decided[Bell]:
        times[0] += timedelta(days=30)
        return Decided(state.model_copy(update={"due": None if state.count else given.now + timedelta(minutes=1), "count": 1}))

    async with room_on(stored, replace(BELL, ring=set_ahead), now=lambda: times[0]) as room:
        await make(room, Bell(due=PAST))
        await Sweep(room, 1, {}).turn()
        assert await troubles(room.store) == {}


async def test_an_alarm_that_a_person_has_ended_is_no_trouble_any_more(stored: Deployment) -> None:
    async with room_on(stored) as room:
        id_ = await make(room, Bell(due=PAST, cracked=True))
        await Sweep(room, 1, {}).turn()
        assert set(await troubles(room.store)) == {id_}
        await change(room, BELL, id_, hang(Bell()), Cause(id=id_, name="mend"))
        assert await troubles(room.store) == {}
