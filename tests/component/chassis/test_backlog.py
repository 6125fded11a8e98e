"""A backlog of events goes out without waiting for a poll, and no document in it delays another."""

import asyncio
from datetime import timedelta

import pytest
from aiokafka.errors import KafkaError

from local.deployment import Deployment
from local.tiny import Bell, make, room_on, up
from local.waiting import eventually_async
from services.chassis.messaging import relay as relaying
from services.chassis.messaging.relay import Relay
from services.chassis.room.room import Room

A_DAY = 86_400
TURN = 3


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pass takes few documents, and whatever waits has waited too long."""
    monkeypatch.setattr(relaying, "TURN", TURN)
    monkeypatch.setattr(relaying, "OVERDUE", timedelta(seconds=-1))


class Topic:
    """Takes events, unless it is away. Those of `stuck` documents never arrive."""

    def __init__(self, *stuck: str, away: bool = False) -> None:
        self.stuck, self.away, self.sent = stuck, away, list[str]()

    async def send_and_wait(self, topic: str, body: bytes, *, key: bytes, headers: list[tuple[str, bytes]]) -> None:  # noqa: ARG002 - as a producer has them
        if self.away:
            raise KafkaError
        if key.decode() in self.stuck:
            await asyncio.Event().wait()
        self.sent.append(key.decode())


async def waiting(room: Room, count: int) -> list[str]:
    """Returns documents with one unsent event each, the oldest first."""
    ids = [await make(room, Bell()) for _ in range(count)]
    for id_ in ids:
        await up(room, id_)
    return ids


async def test_backlog_goes_out_without_waiting_for_a_poll(stored: Deployment) -> None:
    async with room_on(stored) as room:
        ids = await waiting(room, 3 * TURN + 1)
        topic = Topic()
        running = asyncio.create_task(Relay(room.store, topic, "topic", A_DAY).run())
        await eventually_async(lambda: has_sent(topic, ids), what="everything is sent")
        running.cancel()


async def has_sent(topic: Topic, ids: list[str]) -> bool:
    return sorted(topic.sent) == sorted(ids)


async def test_stuck_documents_at_the_head_of_a_backlog_delay_no_other(
    stored: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relaying, "SLOW", 0.01)
    async with room_on(stored) as room:
        stuck, sound = await waiting(room, 2 * TURN), await waiting(room, 2)
        topic = Topic(*stuck)
        relay = Relay(room.store, topic, "topic", A_DAY)
        for _ in range(3):
            await relay.look()
        assert sorted(topic.sent) == sorted(sound)
        assert sorted(each["_id"] for each in relay.sending.values()) == sorted(stuck)
        assert not any("state" in entry for each in relay.sending.values() for entry in each["outbox"])
        relay._let_go()


async def test_relay_waits_for_its_poll_while_the_broker_is_away(stored: Deployment) -> None:
    async with room_on(stored) as room:
        await waiting(room, 2 * TURN)
        relay = Relay(room.store, Topic(away=True), "topic", A_DAY)
        before = relay.look_at
        await relay.look()
        assert relay.look_at >= before + A_DAY
