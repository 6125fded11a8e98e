"""Facts of a decision: read in every attempt, after a repeat is recognised, and before anything is saved."""

from typing import Any

from contracts.events.envelope import sequence_of
from local.deployment import Deployment
from local.tiny import BELL, Bell, make, read, room_on, up
from services.chassis.messaging.relay import Relay
from services.chassis.room.change import change
from services.chassis.room.room import Cause
from services.chassis.rules.decisions import Decided, Given, derived


async def test_facts_are_read_again_after_a_lost_race(stored: Deployment) -> None:
    """The rule decides on what holds now, not on what held before another process saved."""
    asked: list[int] = []
    async with room_on(stored) as room:
        id_ = await make(room, Bell())

        async def facts() -> int:
            asked.append(1)
            if len(asked) == 1:
                await up(room, id_)
            return len(asked)

        def decide(state: Bell, given: Given, found: int) -> Decided[Bell]:
            return Decided(state.model_copy(update={"count": 10 * found}))

        await change(room, BELL, id_, decide, Cause(id=derived("c"), name="ring"), facts=facts)
        assert (await read(room, id_)).state.count == 20


async def test_repeat_reads_no_facts(stored: Deployment) -> None:
    async def facts() -> Any:
        raise AssertionError("nobody needs them")

    async with room_on(stored) as room:
        id_ = await make(room, Bell())
        cause = Cause(id=derived("c"), name="ring")
        _, changed = await change(room, BELL, id_, count, cause, facts=facts, already_done=lambda document: True)
        assert not changed


def count(state: Bell, given: Given, facts: Any) -> Decided[Bell]:
    return Decided(state.model_copy(update={"count": state.count + 1}))


class Twice:
    """Takes events, and loses the confirmation of the first."""

    def __init__(self) -> None:
        self.sent: list[tuple[bytes, tuple[tuple[str, bytes], ...], bytes]] = []

    async def send_and_wait(self, topic: str, body: bytes, *, key: bytes, headers: list[tuple[str, bytes]]) -> None:  # noqa: ARG002
        self.sent.append((key, tuple(headers), body))
        if len(self.sent) == 1:
            raise OSError


async def test_event_sent_twice_is_byte_for_byte_the_same(stored: Deployment) -> None:
    """Its form is fixed at the save. So two versions of an event never share a sequence on a topic."""
    async with room_on(stored) as room:
        id_ = await make(room, Bell())
        await up(room, id_)
        topic = Twice()
        relay = Relay(room.store, topic, "topic", 1)
        await relay.flush()
        await room.store.aggregates.update_one({"_id": id_}, {"$unset": {"trouble": ""}})
        room.url = "https://moved.example"
        await relay.flush()
        first, second = topic.sent
        assert first == second
        assert dict(first[1])["ce_sequence"].decode() == sequence_of(1, 1)
