"""A service that is killed, or told to stop, at any point of a command or of a relay (quality.md, "Nothing lost")."""

import asyncio
import time

from tests.faults.facts import every_command_is_there_once, every_event_is_told, history_is_whole, pending
from tests.faults.people import REGISTRY, has_its_place, people, serves
from tests.support.deployment import BROKER, Deployment
from tests.support.embedded import GRACE
from tests.support.waiting import eventually_async
from tests.support.wire import length_of, read_topic

REVIEWS, SCOPES = 40, 3
COMMANDS = REVIEWS * (SCOPES + 3)


async def test_a_stop_in_a_burst_sends_all_that_was_acknowledged_before_it_ends(deployment: Deployment) -> None:
    """A service that is told to stop answers or refuses what is under way, sends what is saved, and ends in time."""
    await has_its_place(deployment)
    async with people(deployment) as callers:
        burst = asyncio.create_task(callers.reviews(REVIEWS, SCOPES))
        await callers.have_been_answered(COMMANDS // 3, burst)
        began = time.monotonic()
        await asyncio.to_thread(deployment.stop_part, REGISTRY)
        took = time.monotonic() - began
        left, told = pending(deployment), await read_topic(deployment, REGISTRY)
        deployment.start_part(REGISTRY, wait=False)
        reviews = await burst
    assert took < GRACE / 2
    assert left == 0
    assert told
    every_command_is_there_once(deployment, dict.fromkeys(reviews, SCOPES))
    await every_event_is_told(deployment)


async def test_a_kill_in_a_burst_of_commands_loses_none_and_doubles_none(deployment: Deployment) -> None:
    """Callers who repeat their request with its key until it is answered have it carried out exactly once."""
    async with people(deployment) as callers:
        burst = asyncio.create_task(callers.reviews(REVIEWS, SCOPES))
        for part in (1, 2, 3):
            await callers.have_been_answered(COMMANDS * part // 5, burst)
            deployment.kill(REGISTRY)
            deployment.start_part(REGISTRY, wait=False)
        reviews = await burst
    every_command_is_there_once(deployment, dict.fromkeys(reviews, SCOPES))
    await every_event_is_told(deployment)
    history_is_whole(deployment, reviews)


async def test_a_kill_while_the_relay_is_sending_loses_no_event(deployment: Deployment) -> None:
    """What piled up while the broker was away goes out in order, though its sender is killed halfway through."""
    async with people(deployment) as callers:
        deployment.cut(BROKER)
        reviews = await callers.reviews(30, 8)
        before = pending(deployment)
        deployment.kill(REGISTRY)
        deployment.mend(BROKER)
        there = await length_of(deployment, REGISTRY)
        deployment.start_part(REGISTRY, wait=False)

        async def sending() -> bool:
            return await length_of(deployment, REGISTRY) >= there + 50

        await eventually_async(sending, within=30, every=0.005, what="the relay is sending")
        deployment.kill(REGISTRY)
        assert 0 < pending(deployment) <= before
        deployment.start_part(REGISTRY, wait=False)
        await serves(deployment)
    every_command_is_there_once(deployment, dict.fromkeys(reviews, 8))
    told = await every_event_is_told(deployment)
    history_is_whole(deployment, reviews)
    assert len(told) > len({(each.aggregate, each.number) for each in told}), "the kill came too late to interrupt anything"
