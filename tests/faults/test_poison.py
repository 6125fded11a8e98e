"""Messages that can never work are kept, and order with them (docs/architecture.md "Parking"). Nothing is ever dropped."""

import json
from typing import Any

from local.databases import database, documents
from local.deployment import Deployment
from local.people import REGISTRY
from local.scenarios.action_tracking import TRACKING, agreed, life, new_actions, rechecked
from local.waiting import eventually_async
from local.wire import send
from tests.conformance.poison import CANARY, ELSEWHERE, KINDS, bad, skipped
from tests.faults.actions import effects, heard_all
from tests.faults.parked import discard, drained, parked, retry, waiting
from tests.support.encoded import unwrapped


async def are_parked(deployment: Deployment, before: int, count: int) -> list[dict[str, Any]]:
    """Returns what is on the list once so many more are."""

    async def there() -> bool:
        return len(waiting(deployment)) >= before + count

    await eventually_async(there, within=30, every=0.1, what=f"{count} more messages are parked")
    assert len(waiting(deployment)) == before + count
    return waiting(deployment)


async def test_every_kind_of_poison_is_parked_with_what_comes_behind_it_and_no_other_lane_waits(deployment: Deployment) -> None:
    """Each of them holds its own key's later events and nobody else's; discarded, it lets these take effect in order."""
    actions = dict(zip(KINDS, new_actions(len(KINDS)), strict=True))
    others = new_actions(20)
    for kind, action in actions.items():
        await send(deployment, TRACKING, [agreed(action), bad(rechecked(action, 1))[kind], rechecked(action, 2)])
    await send(deployment, TRACKING, [record for other in others for record in life(other, 2)])
    await heard_all(deployment, others, 2)

    behind = [action for kind, action in actions.items() if kind not in ELSEWHERE]
    found = await are_parked(deployment, 0, len(KINDS) + len(behind))
    assert sum(each["status"] == "troubled" for each in found) == len(KINDS)
    assert sum(each["status"] == "behind" for each in found) == len(behind)
    assert all(each["reason"] for each in found if each["status"] == "troubled")
    assert {action: effects(deployment, [action])[action] for action in behind} == {action: [] for action in behind}

    for each in found:
        if each["status"] == "troubled":
            discard(deployment, each["id"])

    await drained(deployment, REGISTRY)
    assert effects(deployment, actions.values()) == {action: [2] for action in actions.values()}
    assert len(parked(deployment)) == len(KINDS), "each discarded message stays as a marker"


async def test_nothing_of_what_was_sent_is_seen_from_outside(deployment: Deployment) -> None:
    """Lists, logs and stored reasons name places and rules; what was in the message is kept, and only sealed."""
    actions = new_actions(len(KINDS))
    before = len(waiting(deployment))
    await send(deployment, TRACKING, [bad(rechecked(each, 1))[kind] for kind, each in zip(KINDS, actions, strict=True)])
    await are_parked(deployment, before, len(KINDS))
    with database(deployment) as found:
        kept = json.dumps(list(found.parked.find()), default=str)
    seen = {"list": json.dumps(parked(deployment)), "logs": deployment.logs(100_000), "store": kept}
    assert [name for name, text in seen.items() if CANARY in unwrapped(text)] == []
    for each in waiting(deployment):
        discard(deployment, each["id"])


async def test_a_lane_drains_in_order_and_what_was_discarded_stays_discarded(deployment: Deployment) -> None:
    """Two poisons in one lane: the lane moves on to the second, and a redelivery of either blocks nothing."""
    (action,) = new_actions(1)
    first, second = bad(rechecked(action, 2))["bad JSON"], bad(rechecked(action, 4))["wrong shape"]
    before = len(waiting(deployment))
    records = [*life(action, 1), first, rechecked(action, 3), second, rechecked(action, 5), rechecked(action, 6)]
    await send(deployment, TRACKING, records)
    lane = (await are_parked(deployment, before, 5))[0]["lane"]

    def statuses() -> list[str]:
        return [each["status"] for each in waiting(deployment) if each["lane"] == lane]

    assert statuses() == ["troubled", "behind", "troubled", "behind", "behind"]
    discard(deployment, next(each["id"] for each in waiting(deployment) if each["status"] == "troubled"))

    async def moved_on() -> bool:
        return statuses() == ["troubled", "behind", "behind"]

    await eventually_async(moved_on, within=20, every=0.1, what="the lane has come to its second poison")
    assert effects(deployment, [action]) == {action: [1, 3]}
    discard(deployment, next(each["id"] for each in waiting(deployment) if each["status"] == "troubled"))
    await send(deployment, TRACKING, [*records, rechecked(action, 7)])

    async def through() -> bool:
        return effects(deployment, [action])[action][-1:] == [7]

    await eventually_async(through, within=20, every=0.1, what="the lane is free")
    assert effects(deployment, [action]) == {action: [1, 3, 5, 6, 7]}
    await drained(deployment, REGISTRY)


async def test_a_retry_of_what_still_cannot_work_keeps_its_place(deployment: Deployment) -> None:
    """Asked to try again, the service does, finds the same fault, and lets nothing pass it."""
    (action,) = new_actions(1)
    before = len(waiting(deployment))
    await send(deployment, TRACKING, [agreed(action), bad(rechecked(action, 1))["bad JSON"], rechecked(action, 2)])
    found = await are_parked(deployment, before, 2)
    (poison,) = [each for each in found if each["status"] == "troubled"]
    retry(deployment, poison["id"])

    async def tried() -> bool:
        (now,) = [each for each in waiting(deployment) if each["id"] == poison["id"]]
        return bool(now["tries"] >= 1 and now["status"] == "troubled")

    await eventually_async(tried, within=20, every=0.1, what="it has been tried again")
    assert effects(deployment, [action]) == {action: []}
    discard(deployment, poison["id"])
    await heard_after(deployment, action, 2)
    await drained(deployment, REGISTRY)


async def test_what_a_newer_publisher_sends_is_passed_over(deployment: Deployment) -> None:
    """A type that is not known here, or not yet in that version, parks nothing and holds nobody up."""
    (action,) = new_actions(1)
    await send(deployment, TRACKING, [agreed(action), *skipped(rechecked(action, 1)).values(), rechecked(action, 2)])
    await heard_after(deployment, action, 2)
    assert waiting(deployment) == []
    assert documents(deployment, [action])[action]["version"] == 2


async def heard_after(deployment: Deployment, action: str, recheck: int) -> None:
    """Returns once this re-check has taken effect, alone."""

    async def heard() -> bool:
        return effects(deployment, [action]).get(action) == [recheck]

    await eventually_async(heard, within=20, every=0.1, what="what came behind has taken effect")
