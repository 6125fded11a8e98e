"""A service that is killed, or told to stop, at any point of a command or of a relay (docs/architecture.md "Guarantees")."""

import asyncio
import time

from local.databases import pending
from local.deployment import Deployment
from local.grounds.ground import GRACE
from local.parts.names import BROKER
from local.people import REGISTRY, People, has_its_place, people, serves
from local.waiting import eventually_async
from local.wire import length_of, read_topic
from tests.faults.facts import every_command_is_there_once, every_event_is_told, history_is_whole, met_their_own_key

REVIEWS, SCOPES = 40, 3
COMMANDS = REVIEWS * (SCOPES + 3)
PILED_UP = 30
"""Scopes of a review, sent one after the other: long enough for a kill in between."""
BURSTS = 5
"""Bursts until a kill costs the answer to a command that was carried out."""
KILLS = 5
"""How often the relay may be killed until a kill hits it after it sent something, and before it noted that."""


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
    reviews: list[str] = []
    async with people(deployment) as callers:
        for _ in range(BURSTS):
            reviews += await reviews_of_a_killed_burst(deployment, callers)
            if met_their_own_key(deployment, callers.repeated):
                break
        else:
            raise AssertionError(f"no kill in {BURSTS} bursts cost an answer: nobody repeated a command that was carried out")
    every_command_is_there_once(deployment, dict.fromkeys(reviews, SCOPES))
    await every_event_is_told(deployment)
    history_is_whole(deployment, reviews)


async def reviews_of_a_killed_burst(deployment: Deployment, callers: People) -> list[str]:
    """Kills the registry three times during a burst of commands. Returns the reviews once every command is answered."""
    answered = callers.answered
    burst = asyncio.create_task(callers.reviews(REVIEWS, SCOPES))
    for part in (1, 2, 3):
        await callers.have_been_answered(answered + COMMANDS * part // 5, burst)
        deployment.kill(REGISTRY)
        deployment.start_part(REGISTRY, wait=False)
    return await burst


async def test_a_kill_while_the_relay_is_sending_loses_no_event(deployment: Deployment) -> None:
    """What piled up while the broker was away goes out in order, though its sender is killed halfway through."""
    reviews: list[str] = []
    async with people(deployment) as callers:
        for _ in range(KILLS):
            reviews += await reviews_whose_sender_is_killed(deployment, callers)
            told = await every_event_is_told(deployment)
            if len(told) > len({(each.aggregate, each.number) for each in told}):
                break
        else:
            raise AssertionError(f"killed too late {KILLS} times: nothing that was sent had to be sent again")
    every_command_is_there_once(deployment, dict.fromkeys(reviews, PILED_UP))
    history_is_whole(deployment, reviews)


async def reviews_whose_sender_is_killed(deployment: Deployment, callers: People) -> list[str]:
    """Opened while the broker is away; once some of what they say is sent, the registry is killed and started again."""
    deployment.cut(BROKER)
    reviews = await callers.reviews(10, PILED_UP)
    deployment.kill(REGISTRY)
    deployment.mend(BROKER)
    there = await length_of(deployment, REGISTRY)
    deployment.start_part(REGISTRY, wait=False)

    async def sending() -> bool:
        return await length_of(deployment, REGISTRY) > there

    await eventually_async(sending, within=30, every=0.005, what="the relay is sending")
    deployment.kill(REGISTRY)
    deployment.start_part(REGISTRY, wait=False)
    await serves(deployment)
    return reviews
