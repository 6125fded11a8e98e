"""Two replicas of a service on one store and one group (docs/architecture.md "Guarantees")."""

import asyncio

from local.deployment import Deployment
from local.people import REGISTRY, has_its_place, people, serves
from local.scenarios.action_tracking import TRACKING, lives, new_actions
from local.waiting import eventually_async
from local.wire import send
from tests.faults.actions import effects, heard_all
from tests.faults.facts import every_command_is_there_once, every_event_is_told, history_is_whole

SECOND = f"{REGISTRY}#2"


async def test_two_replicas_share_commands_and_events_and_one_may_be_killed(deployment: Deployment) -> None:
    """Commands go to both in turn, many of them to the same documents; both read; one is killed in the middle and the
    other takes over its partitions. Nothing is lost, nothing happens twice, and order holds."""
    deployment.start_part(SECOND, wait=False)
    await serves(deployment, replica=2)
    await asyncio.gather(has_its_place(deployment), has_its_place(deployment, replica=2))
    actions = new_actions(60)
    async with people(deployment, 1, 2) as callers:
        shared = [await callers.a_review(1) for _ in range(4)]
        burst = asyncio.create_task(callers.reviews(25, 4))
        together = asyncio.gather(*(callers.scope(review) for review in shared for _ in range(15)))
        await send(deployment, TRACKING, lives(actions, 4))

        async def halfway() -> bool:
            return sum(len(each) for each in effects(deployment, actions).values()) >= 60

        await eventually_async(halfway, within=20, every=0.005, what="sixty effects")
        await callers.have_been_answered(60, burst)
        deployment.kill(SECOND)  # callers find every other request refused, and send it again
        reviews = await burst
        await together
    every_command_is_there_once(deployment, dict.fromkeys(reviews, 4) | dict.fromkeys(shared, 16))
    await every_event_is_told(deployment)
    history_is_whole(deployment, [*reviews, *shared])
    more = new_actions(40)
    await send(deployment, TRACKING, lives(more, 2))
    await heard_all(deployment, actions, 4)
    await heard_all(deployment, more, 2)
