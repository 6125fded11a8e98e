"""Nothing in a document grows without bound: its state, its unsent entries, its remembered commands, its history."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from local.deployment import Deployment
from local.tiny import BELL, Bell, count_up, make, read, room_on, up
from services.chassis.clock.now import real_now
from services.chassis.clock.sweep import Sweep
from services.chassis.room.change import REMEMBERED, change
from services.chassis.room.room import Busy, Cause, Room, Sent
from services.chassis.rules.decisions import Decided, Given, Refused, derived
from services.chassis.store import outbox
from services.chassis.store.documents import Document
from services.chassis.store.faults import RefusedByStore
from services.chassis.store.sizes import LARGEST_DOCUMENT, LARGEST_STATE


class Heavy(Bell):
    """A bell that carries text."""

    text: str = ""


HEAVY = replace(BELL, state=Heavy)


def carry(size: int) -> Any:
    return lambda state, given: Decided((state or Heavy()).model_copy(update={"text": "x" * size, "count": 1}))


async def carried(room: Room, id_: str, size: int) -> Document:
    document, _ = await change(room, HEAVY, id_, carry(size), Cause(id=str(uuid4()), name="carry"))
    return document


async def test_state_beyond_the_bound_is_refused_before_it_is_saved(stored: Deployment) -> None:
    async with room_on(stored, HEAVY) as room:
        id_ = str(uuid4())
        await carried(room, id_, 10)
        with pytest.raises(Refused) as refused:
            await carried(room, id_, LARGEST_STATE)
        assert [reason.code for reason in refused.value.reasons] == ["document/full"]
        document = await read_heavy(room, id_)
        assert (document.version, len(document.state.text)) == (1, 10)


async def read_heavy(room: Room, id_: str) -> Document:
    return await room.store.load(HEAVY, id_)


async def test_unsent_entries_of_a_large_document_never_reach_the_stores_limit(stored: Deployment) -> None:
    """The command waits until the relay has sent them. The store itself takes the largest document that is let through."""
    largest = LARGEST_STATE - 10_000
    async with room_on(stored, HEAVY) as room:
        id_ = str(uuid4())
        await carried(room, id_, largest)
        await carried(room, id_, largest - 1)
        with pytest.raises(Busy):
            await carried(room, id_, largest - 2)
        document = await read_heavy(room, id_)
        assert document.unsent_bytes + largest < LARGEST_DOCUMENT
        await outbox.clear(room.store, {id_: list(range(1, document.version + 1))}, {})
        assert (await read_heavy(room, id_)).unsent_bytes == 0
        assert (await carried(room, id_, 20)).version == document.version + 1


async def test_what_history_holds_already_no_longer_weighs(stored: Deployment) -> None:
    """While the broker is away, a filed entry drops its state."""
    async with room_on(stored, HEAVY) as room:
        id_ = str(uuid4())
        await carried(room, id_, 100_000)
        assert (await read_heavy(room, id_)).unsent_bytes > 100_000
        await outbox.clear(room.store, {}, {id_: {"attempts": 1, "filed": 1}})
        assert (await read_heavy(room, id_)).unsent_bytes < 1_000


async def test_store_refuses_for_good_a_document_beyond_its_own_limit(stored: Deployment) -> None:
    async with room_on(stored, HEAVY) as room:
        with pytest.raises(RefusedByStore):
            await room.store.aggregates.insert_one({"_id": "planted", "text": "x" * 17 * 1024 * 1024})


async def given(room: Room, id_: str, key: str, decide: Any) -> None:
    cause = Cause(id=derived(key), name="ring", command=Sent(key, b"", 200))
    await change(room, BELL, id_, decide, cause, already_done=lambda document: key in document.commands)


def stay(state: Bell, given: Given) -> Decided[Bell]:
    return Decided(state)


async def test_command_without_effect_files_nothing_and_keeps_its_key(stored: Deployment) -> None:
    async with room_on(stored) as room:
        id_ = await make(room, Bell())
        for number in range(3):
            await given(room, id_, f"key-{number}", stay)
        document = await read(room, id_)
        assert (document.version, document.revision, document.unsent) == (1, 0, 1)
        assert set(document.commands) == {"key-0", "key-1", "key-2"}
        await given(room, id_, "key-1", count_up)
        assert (await read(room, id_)).state.count == 0, "it is a repeat"


async def test_document_remembers_so_many_commands_of_a_day(stored: Deployment) -> None:
    """Beyond them the caller waits. A day later the keys are forgotten, and nothing has grown."""
    async with room_on(stored, remembered=5) as room:
        id_ = await make(room, Bell())
        for number in range(5):
            await given(room, id_, f"key-{number}", count_up if number % 2 else stay)
        for decide in (count_up, stay):
            with pytest.raises(Busy):
                await given(room, id_, "one-more", decide)
        await given(room, id_, "key-3", count_up)
        await up(room, id_)
        room.real = lambda: real_now() + REMEMBERED + timedelta(minutes=1)
        await given(room, id_, "the-next-day", stay)
        assert set((await read(room, id_)).commands) == {"the-next-day"}


async def test_new_edition_of_the_settings_files_nothing(stored: Deployment) -> None:
    """An open alarm moves to where the new edition puts it, and the history stays as it is."""
    later = real_now() + timedelta(days=30)
    sooner = replace(BELL, alarm=lambda state, given: state.due - timedelta(days=10), ring=lambda state, given: Decided(state))
    async with room_on(stored) as before, room_on(stored, sooner) as after:
        id_ = await make(before, Bell(due=later))
        after.framework = after.framework.model_copy(update={"edition": 2})
        assert await Sweep(after, 1, {}).turn() == 1
        document = await read(after, id_)
        assert (document.version, document.unsent, document.alarm_edition) == (1, 1, 2)
        assert document.alarm_at is not None
        assert document.alarm_at < later
        assert await Sweep(after, 1, {}).turn() == 0


async def test_note_on_a_document_that_was_saved_meanwhile_is_decided_again(stored: Deployment) -> None:
    """A command that had no effect may have one in the state that another process saved."""
    async with room_on(stored) as room:
        id_ = await make(room, Bell())
        raced: list[int] = []

        async def facts() -> None:
            if not raced:
                raced.append(1)
                await up(room, id_)

        def only_once_rung(state: Bell, given: Given, found: None) -> Decided[Bell]:
            return Decided(state.model_copy(update={"count": 100}) if state.count else state)

        cause = Cause(id=derived("k"), name="ring", command=Sent("k", b"", 200))
        await change(room, BELL, id_, only_once_rung, cause, facts=facts)
        assert (await read(room, id_)).state.count == 100
