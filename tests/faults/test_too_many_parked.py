"""A topic full of records that can never work is left out, so that it neither fills the store nor delays another topic."""

import asyncio
from collections.abc import Iterator

import pytest

from local.deployment import Deployment
from local.people import REGISTRY, has_its_place, readiness
from local.scenarios.action_tracking import TRACKING, lives, new_actions, rechecked
from local.waiting import eventually_async
from local.wire import make_topics, send
from tests.conformance.poison import bad
from tests.faults.actions import heard_all
from tests.faults.limits import SHORT
from tests.faults.parked import waiting

FLOODED = "feedback-capture"
MOST = 3


@pytest.fixture(scope="module")
def deployment() -> Iterator[Deployment]:
    with Deployment(services=(), links=True, forked=True, settings=SHORT | {"parked": MOST}) as running:
        asyncio.run(make_topics(running, TRACKING, FLOODED))
        running.start_part(REGISTRY)
        yield running


async def flood(deployment: Deployment, count: int) -> None:
    """Sends records with a key of their own each, that no service can read."""
    await send(deployment, FLOODED, [bad(rechecked(each, 1))["bad JSON"] for each in new_actions(count)])


async def test_flooded_topic_is_left_out_and_the_others_are_read(deployment: Deployment) -> None:
    await has_its_place(deployment)
    await flood(deployment, MOST)

    async def all_parked() -> bool:
        return len(waiting(deployment)) == MOST

    await eventually_async(all_parked, within=15, every=0.1, what="the first records are parked")
    await flood(deployment, MOST)

    async def left_out() -> bool:
        return "too many messages are parked" in deployment.logs(1000)

    await eventually_async(left_out, within=15, every=0.1, what="the topic is left out")

    async def unready() -> bool:
        return (await readiness(deployment))[1]["broker"] == "does not answer"

    await eventually_async(unready, what="readiness shows it, so that somebody looks")
    actions = new_actions(10)
    await send(deployment, TRACKING, lives(actions, 2))
    await heard_all(deployment, actions, 2, within=8)
    assert len(waiting(deployment)) == MOST
