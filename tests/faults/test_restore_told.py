"""Action tracking set back to before a digest went out (decision 0015): told twice rather than never."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from local.deployment import Deployment
from local.operator import ask
from local.people import REGISTRY, has_its_place, people
from local.scenarios.action_tracking import TRACKING
from local.waiting import eventually
from local.wire import send, wire
from services.action_tracking.domain.obligation.state import obligation_id
from tests.faults.backups import backup, set_back
from tests.faults.limits import SHORT
from tests.faults.test_tracking_replicas import AGENCY, finding, stored

BEFORE_THE_HOUR = datetime(2027, 3, 1, 7, tzinfo=UTC)
"""A Monday; the digest goes out at eight."""
LEAD = {
    "role": "agency-lead",
    "agency": AGENCY,
    "person_ref": "p-lead",
    "from_day": "2020-01-01",
    "address": "lead@example.org",
}


@pytest.fixture
def running() -> Iterator[Deployment]:
    with Deployment(services=(), forked=True, settings=SHORT) as deployment:
        deployment.clock.move_to(BEFORE_THE_HOUR)
        deployment.start_part(TRACKING)
        asyncio.run(appointed(deployment))
        yield deployment
        with suppress(KeyError):
            deployment.kill(TRACKING)


async def appointed(deployment: Deployment) -> None:
    await has_its_place(deployment, TRACKING)
    async with people(deployment, service=TRACKING) as callers:
        await callers.ask("/role-holders", LEAD)


def asked(deployment: Deployment) -> str:
    """A finding, as the registry tells it; the obligation that follows."""
    found = finding()
    asyncio.run(send(deployment, REGISTRY, [wire(found, found.review, 1, deployment.clock.now())]))
    return obligation_id(found.finding, AGENCY)


def in_digests(deployment: Deployment) -> set[str]:
    return {line["about"] for each in stored(deployment, "digest") for line in each["state"]["lines"]}


def messages(deployment: Deployment) -> dict[str, str]:
    return {each.name: each.read_text() for each in (deployment.folder / "notices" / TRACKING).glob("*.txt")}


def test_everybody_hears_of_what_the_lost_time_held_and_of_what_came_meanwhile(running: Deployment) -> None:
    kept = asked(running)
    eventually(lambda: kept in in_digests(running), within=20, what="the first finding is in the digest")
    since, saved = datetime.now(UTC) - timedelta(seconds=1), backup(running, TRACKING)

    lost = asked(running)
    eventually(lambda: lost in in_digests(running), within=20, what="the second finding is in the digest")
    running.clock.advance(timedelta(hours=2))
    before = eventually(lambda: messages(running), within=20, what="the digest has gone out")
    assert [(kept in text, lost in text) for text in before.values()] == [(True, True)]
    running.kill(TRACKING)
    meanwhile = asked(running)
    set_back(running, saved, TRACKING)

    assert eventually(lambda: ask(running, TRACKING, "restore", "--since", since.isoformat()).code == 0, what="it is restored")
    running.start_part(TRACKING)
    all_three = {kept, lost, meanwhile}
    eventually(lambda: all_three <= in_digests(running), within=30, what="all three are in digests again")
    running.clock.advance(timedelta(days=1))

    def told_anew() -> bool:
        new = "".join(text for name, text in messages(running).items() if name not in before)
        return all(each in new for each in all_three)

    eventually(told_anew, within=30, what="all three are told, in messages of their own")
    assert {name: text for name, text in messages(running).items() if name in before} == before
