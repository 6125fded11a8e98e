"""A store set back to an earlier time (docs/operations.md, "Back up and restore"): what others hold is not lost, nothing has
effect twice, what the lost time held is listed by name, and what is new is heard."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from local.databases import documents, everything_is_sent
from local.deployment import Deployment
from local.operator import ask
from local.partnership import COUNCIL, HOSPITAL, POLICE
from local.people import REGISTRY, SCOPE, has_its_place, people
from local.scenarios.action_tracking import TRACKING, agreed, new_actions, rechecked
from local.waiting import eventually
from local.wire import read_topic, send
from tests.faults.actions import effects
from tests.faults.backups import backup, set_back
from tests.faults.limits import SHORT


@pytest.fixture
def running() -> Iterator[Deployment]:
    with Deployment(services=(), forked=True, settings=SHORT) as deployment:
        for part in (REGISTRY, TRACKING):
            deployment.start_part(part, wait=False)
        asyncio.run(both_have_their_place(deployment))
        yield deployment
        for part in (REGISTRY, TRACKING):
            with suppress(KeyError):
                deployment.kill(part)


async def both_have_their_place(deployment: Deployment) -> None:
    await asyncio.gather(*(has_its_place(deployment, part) for part in (REGISTRY, TRACKING)))


def scoped(deployment: Deployment, review: str, *agencies: str) -> None:
    body = SCOPE | {"agencies": [{"agency": each, "part": "practice-under-review"} for each in agencies]}

    async def told() -> None:
        async with people(deployment) as callers:
            await callers.ask(f"/reviews/{review}/scope", body)
        await everything_is_sent(deployment)

    asyncio.run(told())


def a_review(deployment: Deployment) -> str:
    async def made() -> str:
        async with people(deployment) as callers:
            review: str = await callers.a_review(1)
        await everything_is_sent(deployment)
        return review

    return asyncio.run(made())


def heard(deployment: Deployment, review: str) -> Any:
    """The agencies in scope, as action tracking knows them."""
    there = documents(deployment, [review], TRACKING).get(review)
    return sorted(there["state"]["agencies"]) if there else None


def told(deployment: Deployment) -> dict[str, str]:
    return {each.id: each.aggregate for each in asyncio.run(read_topic(deployment, REGISTRY))}


def test_a_store_is_set_back_and_the_service_goes_on(running: Deployment) -> None:
    kept, action = a_review(running), new_actions(1)[0]
    asyncio.run(send(running, TRACKING, [agreed(action), rechecked(action, 1)]))
    eventually(lambda: effects(running, [action]) == {action: [1]}, what="the registry has heard of the action")
    since, before = datetime.now(UTC) - timedelta(seconds=1), told(running)
    saved = backup(running)

    scoped(running, kept, COUNCIL, POLICE)
    lost = a_review(running)
    asyncio.run(send(running, TRACKING, [rechecked(action, 2)]))
    eventually(lambda: effects(running, [action]) == {action: [1, 2]}, what="the registry has heard of the second re-check")
    eventually(lambda: heard(running, kept) == [COUNCIL, POLICE], what="action tracking has heard of the wider scope")
    gone = told(running).keys() - before.keys()
    running.kill(REGISTRY)
    set_back(running, saved)

    asked = ("restore", "--since", since.isoformat(), "--json")
    would = eventually(lambda: ask(running, REGISTRY, *asked, "--dry-run").rows, what="what would be done is told")
    assert {row["lost"]: row["aggregate"] for row in would if "lost" in row} == {id_: told(running)[id_] for id_ in gone}
    assert {row["aggregate"] for row in would if "lost" in row} == {kept, lost}
    assert next(row["incarnation"] for row in would if "incarnation" in row) == 2

    done = ask(running, REGISTRY, *asked)
    assert done.code == 0, done.said
    assert [row for row in done.rows if "lost" in row] == [row for row in would if "lost" in row]
    running.start_part(REGISTRY)
    assert ask(running, REGISTRY, "republish").code == 0
    eventually(lambda: effects(running, [action]) == {action: [1, 2]}, within=30, what="what others told since is heard again")
    assert heard(running, kept) == [COUNCIL, POLICE], "what others hold is not lost"

    scoped(running, kept, HOSPITAL)
    eventually(lambda: heard(running, kept) == [HOSPITAL], within=20, what="what is new is heard")
    again = a_review(running)
    eventually(lambda: heard(running, again), within=20, what="a new review is heard of")
    assert ask(running, REGISTRY, "verify").code == 0


def test_nothing_is_set_back_while_a_process_reads(running: Deployment) -> None:
    a_review(running)
    names = ("history", "meta")
    before, beginning = backup(running, names=names), datetime.now(UTC) - timedelta(days=1)
    refused = ask(running, REGISTRY, "restore", "--since", beginning.isoformat(), "--json")
    assert (refused.code, "Stop every process first" in refused.said) == (1, True), refused
    assert backup(running, names=names) == before
