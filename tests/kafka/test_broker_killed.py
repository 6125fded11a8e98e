"""A broker that is killed, or frozen, in a burst of commands and comes back with its data."""

import asyncio
from collections.abc import Iterator

import pytest

from local.deployment import Deployment
from local.parts.names import BROKER
from local.people import REGISTRY, people, serves
from local.scenarios.action_tracking import TRACKING, lives, new_actions, rechecked
from local.wire import send
from tests.faults.actions import heard_all
from tests.faults.facts import every_command_is_there_once, every_event_is_told, history_is_whole
from tests.faults.limits import SHORT

REVIEWS, SCOPES = 20, 3


@pytest.fixture(scope="module")
def kafka() -> Iterator[Deployment]:
    with Deployment(services=(), forked=True, settings=SHORT) as running:
        running.start_part(REGISTRY, wait=False)
        asyncio.run(serves(running))
        yield running
        running.kill(REGISTRY)


async def test_everything_is_sent_once_in_effect_when_the_broker_is_killed(kafka: Deployment) -> None:
    """The services go on without a restart, on the same generation, and hear what was sent before and after."""
    actions, generation = new_actions(20), kafka.generation
    await send(kafka, TRACKING, lives(actions, 2))
    async with people(kafka) as callers:
        burst = asyncio.create_task(callers.reviews(REVIEWS, SCOPES))
        await callers.have_been_answered(30, burst)
        kafka.kill(BROKER)
        reviews = await burst
        await asyncio.to_thread(kafka.start_part, BROKER)
        again = [record for action in actions for record in (*lives([action], 2), rechecked(action, 3))]
        await send(kafka, TRACKING, again)
        await heard_all(kafka, actions, 3)
        more = await callers.reviews(2, 1)
    assert kafka.generation == generation
    every_command_is_there_once(kafka, dict.fromkeys(reviews, SCOPES) | dict.fromkeys(more, 1))
    await every_event_is_told(kafka)
    history_is_whole(kafka, [*reviews, *more])


async def test_everything_is_sent_once_in_effect_when_the_broker_is_frozen(kafka: Deployment) -> None:
    async with people(kafka) as callers:
        burst = asyncio.create_task(callers.reviews(REVIEWS, SCOPES))
        await callers.have_been_answered(30, burst)
        kafka.freeze(BROKER)
        try:
            reviews = await burst
        finally:
            kafka.thaw(BROKER)
    every_command_is_there_once(kafka, dict.fromkeys(reviews, SCOPES))
    await every_event_is_told(kafka)
    history_is_whole(kafka, reviews)
