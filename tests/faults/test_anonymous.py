"""What nobody may trace, and what a person may take back (FC3), as it lies in the store."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from aiokafka import AIOKafkaProducer
from opentelemetry.sdk.trace import TracerProvider

from local.deployment import Deployment
from local.scenarios.action_tracking import TRACKING
from local.tiny import BELL, count_up, room_on
from local.wire import topic_of
from services.chassis.clock.now import real_now
from services.chassis.messaging.relay import Relay
from services.chassis.room.change import change
from services.chassis.room.erasure import erase
from services.chassis.room.room import Cause, Room, Sent
from services.chassis.store import history
from services.chassis.store.kinds import Kind

OURS = "I was never asked."
MIDNIGHTS = {"22:00:00", "23:00:00", "00:00:00"}
"""In UTC, where a day of the partnership begins."""


async def sealed(room: Room, owner: str) -> bytes:
    keys = await room.store.data_keys.to_seal([owner])
    return keys[owner].seal("a-place", OURS.encode())


async def opened(room: Room, owner: str, text: bytes) -> str | None:
    """Returns the text as a process without any kept key opens it."""
    room.store.data_keys.kept.clear()
    found = await room.store.data_keys.find([owner])
    return found.keys[owner].open("a-place", text).decode() if owner in found.keys else None


async def test_what_was_erased_opens_for_nobody(stored: Deployment) -> None:
    """To erase is to delete a key: the sealed text may lie in any backup, and nothing that there is opens it."""
    mine, theirs = str(uuid4()), str(uuid4())
    async with room_on(stored) as room:
        text, other = await sealed(room, mine), await sealed(room, theirs)
        assert OURS.encode() not in text
        assert await sealed(room, mine) != text
        assert (await opened(room, mine, text), await opened(room, theirs, other)) == (OURS, OURS)
        await erase(room, mine)
        assert (await opened(room, mine, text), await opened(room, theirs, other)) == (None, OURS)
        assert await room.store.keys.find_one({"_id": mine}) is None


async def test_what_is_sealed_after_an_erasure_opens_for_nobody_either(stored: Deployment) -> None:
    owner = str(uuid4())
    async with room_on(stored) as room:
        await erase(room, owner)
        assert await opened(room, owner, await sealed(room, owner)) is None
        assert await room.store.keys.find_one({"_id": owner}) is None


async def test_a_key_restored_from_a_backup_is_deleted_before_anything_is_opened(stored: Deployment) -> None:
    owner, other = str(uuid4()), str(uuid4())
    async with room_on(stored) as room:
        text, theirs = await sealed(room, owner), await sealed(room, other)
        backup = await room.store.keys.find_one({"_id": owner})
        assert backup
        await erase(room, owner)
        await room.store.keys.insert_one(backup)
        assert await opened(room, owner, text) is None
    async with room_on(stored) as restarted:
        assert await restarted.store.keys.find_one({"_id": owner}) is None
        assert (await opened(restarted, owner, text), await opened(restarted, other, theirs)) == (None, OURS)


async def test_a_key_that_two_make_at_once_is_one_key(stored: Deployment) -> None:
    owner = str(uuid4())
    async with room_on(stored) as one, room_on(stored) as two:
        texts = await asyncio.gather(*(sealed(room, owner) for room in (one, two) for _ in range(5)))
        assert [await opened(one, owner, text) for text in texts] == [OURS] * 10


def times_in(record: Any) -> set[str]:
    """The time of day of every moment in a record, however deep, written out or not."""
    if isinstance(record, datetime):
        return {record.astimezone(UTC).time().isoformat()}
    if isinstance(record, str):
        try:
            return {datetime.fromisoformat(record).time().isoformat()} if "T" in record else set()
        except ValueError:
            return set()
    if isinstance(record, dict):
        return {found for value in record.values() for found in times_in(value)}
    return {found for value in record for found in times_in(value)} if isinstance(record, list | tuple) else set()


async def lived(stored: Deployment, kind: Kind) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A document of the kind and its history, once a person decided on it twice and the relay has told of it."""
    id_ = str(uuid4())
    producer = AIOKafkaProducer(bootstrap_servers=stored.broker_address)
    await producer.start()
    try:
        async with room_on(stored, kind, now=lambda: real_now() + timedelta(days=3)) as room:
            for _ in range(2):
                await decided(room, kind, id_)
            await Relay(room.store, producer, topic_of(stored, TRACKING), 1).flush()
            document = await room.store.aggregates.find_one({"_id": id_})
            assert document
            return document, await history.past(room.store, {"aggregate": id_})
    finally:
        await producer.stop()


async def decided(room: Room, kind: Kind, id_: str) -> None:
    """In a trace, as every request is."""
    command = str(uuid4())
    with TracerProvider().get_tracer("a-test").start_as_current_span("CountUp"):
        await change(room, kind, id_, count_up, Cause(id=command, name="CountUp", command=Sent(command, b"{}", 200)))


async def test_of_what_is_dated_no_time_of_day_is_kept_and_of_what_is_not_traced_no_trace(stored: Deployment) -> None:
    document, history = await lived(stored, replace(BELL, dated=True, traced=False))
    assert len(history) == document["version"] == 2
    assert len(times_in([document, history])) == 1
    assert times_in([document, history]) <= MIDNIGHTS
    assert "traceparent" not in str(document) + str(history)


async def test_of_what_is_neither_both_are_kept(stored: Deployment) -> None:
    """So that the test above shows something."""
    document, history = await lived(stored, BELL)
    assert len(times_in([document, history])) > 1
    assert str(history).count("'traceparent'") == 2
