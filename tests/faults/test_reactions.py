"""Delivery is at least once, the effect is once (docs/architecture.md "Effects once")."""

import random

from local.databases import documents
from local.deployment import Deployment
from local.people import REGISTRY
from local.scenarios.action_tracking import TRACKING, agreed, life, lives, new_actions, rechecked
from local.waiting import eventually_async
from local.wire import send
from tests.faults.actions import effects, heard_all


async def test_the_same_event_five_times_has_one_effect(deployment: Deployment) -> None:
    """However often a record is delivered, one by one or as a whole life, what it changes changes once."""
    actions = new_actions(20)
    once = lives(actions, 4)
    await send(deployment, TRACKING, [record for record in once for _ in range(5)] + once)
    await heard_all(deployment, actions, 4)


async def test_an_older_event_after_a_newer_one_is_skipped(deployment: Deployment) -> None:
    """What was heard of an aggregate never goes back."""
    action, witness = new_actions(2)
    await send(deployment, TRACKING, [rechecked(action, 3), *life(action, 2), rechecked(action, 4)])
    await send(deployment, TRACKING, [rechecked(action, 1), agreed(action), *life(witness, 1), rechecked(action, 5)])

    async def arrived() -> bool:
        return effects(deployment, [action]).get(action, [])[-1:] == [5]

    await eventually_async(arrived, within=20, what="the newest event has taken effect")
    assert effects(deployment, [action]) == {action: [3, 4, 5]}
    assert documents(deployment, [action])[action]["version"] == 3


async def test_lanes_have_no_order_between_them_and_each_keeps_its_own(deployment: Deployment) -> None:
    """The events of many actions come in any mixture, each with repeats, and each action's take effect in their order."""
    actions = new_actions(30)
    waiting = {action: life(action, 5) for action in actions}
    chance = random.Random(7)  # noqa: S311 - the same mixture each time
    mixed = []
    while waiting:
        action = chance.choice(sorted(waiting))
        mixed.append(waiting[action].pop(0))
        if chance.random() < 0.2:
            mixed.append(mixed[-1])
        if not waiting[action]:
            del waiting[action]
    await send(deployment, TRACKING, mixed)
    await heard_all(deployment, actions, 5)


async def test_a_kill_in_the_middle_of_reactions_repeats_none_and_skips_none(deployment: Deployment) -> None:
    """What was read and not yet committed is delivered again to whoever starts next, and takes effect once."""
    actions = new_actions(60)
    await send(deployment, TRACKING, lives(actions, 8))

    async def halfway() -> bool:
        return sum(len(each) for each in effects(deployment, actions).values()) >= 100

    await eventually_async(halfway, within=20, every=0.005, what="a hundred effects")
    deployment.kill(REGISTRY)
    assert sum(len(each) for each in effects(deployment, actions).values()) < 60 * 8, "the kill came too late"
    deployment.start_part(REGISTRY, wait=False)
    await heard_all(deployment, actions, 8)
