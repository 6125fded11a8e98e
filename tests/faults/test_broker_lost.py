"""A broker that lost its topics: services start on the next generation and tell everything again ("Restore and rebuild")."""

import asyncio

from local.databases import database, documents
from local.deployment import Deployment
from local.people import REGISTRY, people
from local.scenarios.action_tracking import TRACKING, lives, new_actions, rechecked
from local.waiting import eventually_async
from local.wire import first_appearances, length_of, read_topic, send
from tests.faults.actions import heard_all
from tests.faults.facts import every_command_is_there_once, every_event_is_told, history_is_whole

LOSSES = 5
"""How often the broker may lose its topics until a kill hits the middle of telling everything again."""


async def test_a_broker_that_lost_its_topics_is_told_everything_again_in_order(deployment: Deployment) -> None:
    """The history of every document is there once more, what was decided in between and afterwards follows it, and receivers
    skip what they had heard."""
    actions = new_actions(30)
    await send(deployment, TRACKING, lives(actions, 2))
    async with people(deployment) as callers:
        before = await callers.reviews(20, 3)
        await every_event_is_told(deployment)
        await heard_all(deployment, actions, 2)
        versions = {id_: each["version"] for id_, each in documents(deployment, actions).items()}

        await asyncio.to_thread(deployment.lose_broker_data)
        burst = asyncio.create_task(callers.reviews(20, 3))
        await callers.have_been_answered(callers.answered + 30, burst)
        await asyncio.to_thread(deployment.stop_part, REGISTRY)
        deployment.start_part(REGISTRY, wait=False)
        after = await burst
        for review in before:
            await callers.scope(review)

    every_command_is_there_once(deployment, dict.fromkeys(before, 4) | dict.fromkeys(after, 3))
    told = await every_event_is_told(deployment)
    assert {each.aggregate for each in told} >= {*before, *after}
    history_is_whole(deployment, [*before, *after])

    again = [record for action in actions for record in (*lives([action], 2), rechecked(action, 3))]
    await send(deployment, TRACKING, again)
    await heard_all(deployment, actions, 3)
    assert {id_: each["version"] - 1 for id_, each in documents(deployment, actions).items()} == versions


async def test_a_restart_in_the_same_generation_tells_nothing_again(deployment: Deployment) -> None:
    """Re-publishing is for topics that were lost, once."""
    told = len(await every_event_is_told(deployment))
    await asyncio.to_thread(deployment.stop_part, REGISTRY)
    deployment.start_part(REGISTRY, wait=False)
    async with people(deployment) as callers:
        await callers.reviews(1, 1)
    assert len(await every_event_is_told(deployment)) == told + 3


async def test_a_kill_while_everything_is_told_again_leaves_nothing_out(deployment: Deployment) -> None:
    """Whoever starts next begins again, and order by document holds."""
    async with people(deployment) as callers:
        await callers.reviews(30, 5)
        everything = sum(map(len, first_appearances(await every_event_is_told(deployment)).values()))
        deployment.kill(REGISTRY)
        for _ in range(LOSSES):
            told = await killed_while_it_tells_again(deployment)
            if 0 < told < everything:
                break
        else:
            raise AssertionError(f"killed too late {LOSSES} times")
        with database(deployment) as found:
            assert found.meta.count_documents({"_id": "published", "generation": deployment.generation}) == 0
        deployment.start_part(REGISTRY, wait=False)
        await callers.reviews(1, 1)
    await every_event_is_told(deployment)


async def killed_while_it_tells_again(deployment: Deployment) -> int:
    """How much a broker without topics had been told when the registry was killed. It may have been all, on a busy machine."""
    await asyncio.to_thread(deployment.lose_broker_data)
    deployment.start_part(REGISTRY, wait=False)

    async def telling() -> bool:
        return await length_of(deployment, REGISTRY) > 0

    await eventually_async(telling, within=30, every=0.005, what="re-publishing has begun")
    deployment.kill(REGISTRY)
    return len(await read_topic(deployment, REGISTRY))
