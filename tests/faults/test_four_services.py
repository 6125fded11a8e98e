"""All four services under one flow of facts, and what goes wrong around them (quality.md, "Nothing lost"): every fact is
counted at both ends afterwards."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from tests.faults.facts import database
from tests.faults.flow import COMMANDS, Everybody, Key, all_four_are_whole, everybody, stored
from tests.faults.limits import BROKER_TIMEOUT, SHORT
from tests.faults.people import has_its_place, serves
from tests.support.deployment import BROKER, SERVICES, STORE, Deployment
from tests.support.embedded import Embedded
from tests.support.waiting import eventually_async

SECOND = tuple(f"{service}#2" for service in SERVICES)
THREADS = 6
SHARED = ("theme", "audience")
"""What many threads change."""


@pytest.fixture(scope="module")
def deployment() -> Iterator[Deployment]:
    """All four serve; they may not have their places in the groups yet."""
    with Embedded(services=(), links=True, settings=SHORT) as running:
        start(running, SERVICES)
        asyncio.run(all_serve(running))
        yield running
        for part in (*SERVICES, *SECOND):
            with suppress(KeyError):  # not running
                running.kill(part)


@pytest.fixture(scope="module")
def done() -> Counter[Key]:
    """Every command that was acknowledged, in all the tests: what one did, the next finds unchanged."""
    return Counter()


def start(deployment: Deployment, parts: tuple[str, ...]) -> None:
    for part in parts:
        deployment.start_part(part, wait=False)


async def all_serve(deployment: Deployment, replica: int = 1) -> None:
    await asyncio.gather(*(serves(deployment, service, replica) for service in SERVICES))


def failed(deployment: Deployment) -> Counter[str]:
    """How often sending has failed for each document of all four, since it last worked."""
    found: Counter[str] = Counter()
    for service in SERVICES:
        with database(deployment, service) as there:
            documents = there.aggregates.find({"trouble.outbox.attempts": {"$gt": 0}}, {"trouble": 1})
            found.update({each["_id"]: each["trouble"]["outbox"]["attempts"] for each in documents})
    return found


async def until_given_up(deployment: Deployment, away: Callable[[str], None]) -> None:
    """The broker is away for longer than a request to it may take, until one has failed."""
    before, began = failed(deployment), time.monotonic()
    away(BROKER)

    async def noticed() -> bool:
        return time.monotonic() - began > BROKER_TIMEOUT and bool(failed(deployment) - before)

    await eventually_async(noticed, within=20, every=0.1, what="a request to the broker has failed")
    deployment.mend(BROKER)


async def turned_away(callers: Everybody) -> None:
    """Returns once somebody was told to try again."""
    before = sum(each.asked_again for each in callers.of.values())

    async def told() -> bool:
        return sum(each.asked_again for each in callers.of.values()) > before

    await eventually_async(told, within=30, what="a command is answered with 503")


async def test_each_of_the_four_is_killed_in_the_flow(deployment: Deployment, done: Counter[Key]) -> None:
    """In the middle of commands, of sending and of reactions, for all of these go on at any time."""
    async with everybody(deployment, done) as all_:
        burst = asyncio.create_task(all_.threads(0, THREADS))
        for place, service in enumerate(SERVICES, start=1):
            await all_.come_to(THREADS * COMMANDS * place // 6, burst)
            deployment.kill(service)
            deployment.start_part(service, wait=False)
        await burst
    await all_four_are_whole(deployment, done)


async def test_the_link_to_the_broker_is_cut_and_held_in_the_flow(deployment: Deployment, done: Counter[Key]) -> None:
    """Until requests have failed: commands are taken all the same, and what they made is told afterwards."""
    async with everybody(deployment, done) as all_:
        for first, away in ((100, deployment.cut), (110, deployment.hold)):
            burst = asyncio.create_task(all_.threads(first, THREADS // 2))
            await all_.come_to(all_.answered + COMMANDS, burst)
            await until_given_up(deployment, away)
            await burst
    await all_four_are_whole(deployment, done)


async def test_the_store_is_frozen_and_killed_in_the_flow(deployment: Deployment, done: Counter[Key]) -> None:
    """Until callers are turned away: nothing acknowledged is forgotten, and what was read is not passed over."""
    async with everybody(deployment, done) as all_:
        for first, fault, remedy in (
            (120, deployment.freeze, deployment.thaw),
            (130, deployment.kill, deployment.start_part),
        ):
            burst = asyncio.create_task(all_.threads(first, THREADS // 2))
            await all_.come_to(all_.answered + COMMANDS, burst)
            fault(STORE)
            await turned_away(all_)
            await asyncio.to_thread(remedy, STORE)
            await burst
    await all_four_are_whole(deployment, done)


async def test_two_of_each_share_the_flow_and_one_of_each_is_killed(deployment: Deployment, done: Counter[Key]) -> None:
    """Callers know both; what one of them took and read, the other carries on."""
    start(deployment, SECOND)
    await all_serve(deployment, replica=2)
    await asyncio.gather(*(has_its_place(deployment, service, replica) for service in SERVICES for replica in (1, 2)))
    async with everybody(deployment, done, 1, 2) as all_:
        burst = asyncio.create_task(all_.threads(200, THREADS))
        for place, part in enumerate(SECOND, start=1):
            await all_.come_to(THREADS * COMMANDS * place // 6, burst)
            deployment.kill(part)
        await burst
    await all_four_are_whole(deployment, done)


async def test_all_four_tell_everything_again_to_a_broker_that_lost_it(deployment: Deployment, done: Counter[Key]) -> None:
    """The broker dies in the flow with all that it held. All four start on the next generation, tell their whole history, and
    skip what they had heard."""
    before = versions(deployment)
    async with everybody(deployment, done) as all_:
        burst = asyncio.create_task(all_.threads(300, THREADS // 2))
        await all_.come_to(THREADS * COMMANDS // 6, burst)
        await asyncio.to_thread(deployment.lose_broker_data)
        for service in SERVICES:
            deployment.kill(service)
        start(deployment, SERVICES)
        await burst
    await all_four_are_whole(deployment, done)
    after = versions(deployment)
    assert {key: after[key] for key in before} == before


def versions(deployment: Deployment) -> dict[Key, int]:
    """Of every document that only its own thread changes."""
    found = {service: [each for each in stored(deployment, service) if each["kind"] not in SHARED] for service in SERVICES}
    return {(service, each["_id"]): each["version"] for service, some in found.items() for each in some}
