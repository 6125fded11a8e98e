"""The store away and back, frozen or killed: what was acknowledged is there, what was read is not passed over."""

import asyncio
import json

import pytest

from local.deployment import Deployment
from local.parts.names import STORE
from local.people import REGISTRY, People, has_its_place, people, readiness
from local.scenarios.action_tracking import TRACKING, lives, new_actions
from local.waiting import eventually_async
from local.wire import send
from tests.faults.actions import effects, heard_all
from tests.faults.facts import every_command_is_there_once, every_event_is_told, history_is_whole


async def turned_away(callers: People) -> None:
    """Returns once somebody was told to try again."""
    before = callers.asked_again

    async def told() -> bool:
        return callers.asked_again > before

    await eventually_async(told, within=30, what="a command is answered with 503")


async def test_a_store_that_cannot_be_reached_in_a_burst_forgets_nothing_acknowledged(deployment: Deployment) -> None:
    """Commands are answered with 503 while it is away, and the same request with the same key succeeds afterwards, once. (One
    that is frozen or killed: `test_four_services.py`.)"""
    async with people(deployment) as callers:
        burst = asyncio.create_task(callers.reviews(25, 4))
        await callers.have_been_answered(70, burst)
        deployment.cut(STORE)
        await turned_away(callers)
        assert await readiness(deployment) == (503, {"store": "does not answer", "broker": "answers"})
        deployment.mend(STORE)
        reviews = await burst
    every_command_is_there_once(deployment, dict.fromkeys(reviews, 4))
    await every_event_is_told(deployment)
    history_is_whole(deployment, reviews)
    await every_503_is_logged_in_its_trace(deployment)


async def every_503_is_logged_in_its_trace(deployment: Deployment) -> None:
    """Whoever reads the line finds the command in the trace that the line names."""
    lines = [json.loads(line) for line in (deployment.folder / "logs" / f"{REGISTRY}.log").read_text().splitlines()]
    named = {line.get("trace") for line in lines if line["message"] == "http: asked the caller to try again"}
    assert named
    file = deployment.folder / "spans" / REGISTRY / f"{REGISTRY}.jsonl"

    async def there() -> bool:
        spans = [json.loads(line) for line in file.read_text().splitlines()]
        return named <= {span["context"]["trace_id"].removeprefix("0x") for span in spans}

    await eventually_async(there, within=10, every=0.2, what="every trace named in a log line")


@pytest.mark.parametrize("fault", ["freeze", "kill"])
async def test_a_batch_is_given_back_until_the_store_returns(deployment: Deployment, fault: str) -> None:
    """Reactions that cannot be saved are tried again for as long as it takes, and none of their events is passed over. The
    batch goes back once the first lane has lost its patience, however many lanes there are: a consumer that kept it for
    minutes would lose its place in the group."""
    await has_its_place(deployment)
    actions = new_actions(150)
    given_back = deployment.logs(10_000).count("a batch is returned")
    await send(deployment, TRACKING, lives(actions, 2))

    async def begun() -> bool:
        return len(effects(deployment, actions)) > 0

    await eventually_async(begun, within=20, every=0.005, what="the first effect")
    getattr(deployment, fault)(STORE)

    async def returned() -> bool:
        return deployment.logs(10_000).count("a batch is returned") > given_back

    await eventually_async(returned, within=15, every=0.1, what="a batch is returned")
    if fault == "freeze":
        deployment.thaw(STORE)
    else:
        await asyncio.to_thread(deployment.start_part, STORE)
    await heard_all(deployment, actions, 2)
