"""All four services under one flow of facts, and what goes wrong around them: every fact is
counted at both ends afterwards."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from pydantic import BaseModel

from contracts.vocabulary.feedback import InvolvementStep
from local.databases import Record, database, pending
from local.deployment import Deployment
from local.parts.names import SERVICES, STORE
from local.people import has_its_place, people, serves
from local.scenarios.review_registry import opening, screening
from local.waiting import eventually_async
from local.wire import unread
from services.chassis.clock.sweep import DUE
from services.chassis.privacy.sealing import places
from tests.builders.action_tracking import an_obligation
from tests.builders.feedback_capture import planned
from tests.builders.learning_dissemination import delivered
from tests.builders.review_registry import screened
from tests.conformance.everything import kinds_of
from tests.faults.flow import Everybody, Key, all_four_are_whole, at_rest, flowing
from tests.faults.given_up import until_given_up
from tests.faults.known import stored
from tests.faults.limits import SHORT

SECOND = tuple(f"{service}#2" for service in SERVICES)
SOME = 10
"""Commands."""
LONG_AGO, NEVER = datetime(2020, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)
SHARED = ("theme", "audience")
"""What many threads change."""
LEAP = timedelta(days=200)
RINGING = dict(zip(SERVICES, ("review", "obligation", "involvement", "delivery"), strict=True))
"""A kind of each service that has an alarm."""
Busy = AbstractAsyncContextManager[Callable[[], Awaitable[bool]]]


@pytest.fixture(scope="module")
def deployment() -> Iterator[Deployment]:
    """All four serve; they may not have their places in the groups yet."""
    with Deployment(services=(), links=True, forked=True, settings=SHORT) as running:
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


async def turned_away(callers: Everybody) -> None:
    """Returns once somebody was told to try again."""
    before = sum(each.asked_again for each in callers.of.values())

    async def told() -> bool:
        return sum(each.asked_again for each in callers.of.values()) > before

    await eventually_async(told, within=30, what="a command is answered with 503")


async def test_each_is_killed_while_it_sends_and_while_it_reacts(deployment: Deployment, done: Counter[Key]) -> None:
    """What it had saved and not told is told, what it had read and not committed takes effect, and both once."""
    async with flowing(deployment, done):
        for busy in (sending, reacting):
            for service in SERVICES:
                await killed_while(deployment, service, busy)
    await all_four_are_whole(deployment, done)


async def killed_while(deployment: Deployment, service: str, busy: Callable[[Deployment, str], Busy]) -> None:
    """Again if it had just done what it was to be interrupted in."""
    for _ in range(10):
        await has_its_place(deployment, service)
        async with busy(deployment, service) as is_busy:
            await eventually_async(is_busy, within=20, every=0.001, what=f"{service} is {busy.__name__}")
            deployment.kill(service)
            interrupted = await is_busy()
        deployment.start_part(service, wait=False)
        if interrupted:
            return
    raise AssertionError(f"{service} was never caught {busy.__name__}")


@asynccontextmanager
async def sending(deployment: Deployment, service: str) -> AsyncIterator[Callable[[], Awaitable[bool]]]:
    async def busy() -> bool:
        return pending(deployment, service) > 0

    yield busy


@asynccontextmanager
async def reacting(deployment: Deployment, service: str) -> AsyncIterator[Callable[[], Awaitable[bool]]]:
    async with unread(deployment, service) as count:

        async def busy() -> bool:
            return await count() > 0

        yield busy


async def test_the_link_to_the_broker_is_cut_and_held_in_the_flow(deployment: Deployment, done: Counter[Key]) -> None:
    """Until requests have failed: commands are taken all the same, and what they made is told afterwards."""
    deployment.require_own_ground()
    async with flowing(deployment, done) as all_:
        for away in (deployment.cut, deployment.hold):
            await all_.more(SOME)
            await until_given_up(deployment, away, SERVICES)
    await all_four_are_whole(deployment, done)


async def test_the_store_is_frozen_and_killed_in_the_flow(deployment: Deployment, done: Counter[Key]) -> None:
    """Until callers are turned away: nothing acknowledged is forgotten, and what was read is not passed over."""
    deployment.require_own_ground()
    async with flowing(deployment, done) as all_:
        for fault, remedy in ((deployment.freeze, deployment.thaw), (deployment.kill, deployment.start_part)):
            await all_.more(SOME)
            fault(STORE)
            await turned_away(all_)
            await asyncio.to_thread(remedy, STORE)
    await all_four_are_whole(deployment, done)


async def test_two_of_each_share_the_flow_and_one_of_each_is_killed(deployment: Deployment, done: Counter[Key]) -> None:
    """Callers know both; what one of them took and read, the other carries on."""
    start(deployment, SECOND)
    await all_serve(deployment, replica=2)
    await asyncio.gather(*(has_its_place(deployment, service, replica) for service in SERVICES for replica in (1, 2)))
    async with flowing(deployment, done, 1, 2) as all_:
        for part in SECOND:
            await all_.more(SOME)
            deployment.kill(part)
        await all_.more(SOME)
    await all_four_are_whole(deployment, done)


async def test_all_four_tell_everything_again_to_a_broker_that_lost_it(deployment: Deployment, done: Counter[Key]) -> None:
    """The broker dies in the flow with all that it held. All four start on the next generation, tell their whole history, and
    skip what they had heard."""
    deployment.require_own_ground()
    before = versions(deployment)
    assert before
    async with flowing(deployment, done) as all_:
        await all_.more(SOME)
        await asyncio.to_thread(deployment.lose_broker_data)
        for service in SERVICES:
            deployment.kill(service)
        start(deployment, SERVICES)
        await all_.more(SOME)
    await all_four_are_whole(deployment, done)
    after = versions(deployment)
    assert {key: after[key] for key in before} == before


def versions(deployment: Deployment) -> dict[Key, int]:
    """Of every document that only its own thread changes."""
    found = {service: [each for each in stored(deployment, service) if each["kind"] not in SHARED] for service in SERVICES}
    return {(service, each["_id"]): each["version"] for service, some in found.items() for each in some}


async def test_what_always_fails_to_ring_starves_nobody_in_any_of_the_four(deployment: Deployment) -> None:
    """More documents than a sweep loads that nobody can read, and some whose rule always raises, all due before the sound ones:
    these ring all the same, and those are in trouble. (The last test here, for it leaves them so.)"""
    async with people(deployment) as callers:
        review = (await callers.ask("/reviews", opening("lcspr")))["id"]
        await callers.ask(f"/reviews/{review}/screening", screening("lcspr"), role="decider")
    soon = deployment.clock.now() + timedelta(days=1)
    plant(deployment, "learning-dissemination", "delivery", delivered().model_dump(mode="json"), soon)
    sound = {service: with_an_alarm(deployment, service) for service in SERVICES}
    assert all(sound.values())
    assert all(with_an_alarm(deployment, service, deployment.clock.now() + LEAP) & sound[service] for service in SERVICES)
    cracked = {
        service: plant(deployment, service, kind, {}, LONG_AGO, DUE + 20) | raising(deployment, service, kind)
        for service, kind in RINGING.items()
    }
    deployment.clock.advance(LEAP)

    async def all_rung() -> bool:
        now = deployment.clock.now()
        assert {each: found for each in SERVICES if (found := with_an_alarm(deployment, each, now) & sound[each])} == {}
        return True

    await eventually_async(all_rung, within=90, every=0.1, what="every sound alarm has rung")
    assert {service: set(at_rest(deployment, service)) for service in SERVICES} == cracked


def raising(deployment: Deployment, service: str, kind: str) -> set[str]:
    """Documents that can be read, but are of a type that the settings no longer know, or due on the last of all days."""
    offered = planned()
    states: dict[str, BaseModel] = {
        "review": screened().model_copy(update={"review_type": "no-such-type"}),
        "obligation": an_obligation().model_copy(update={"by": date.max}),
        "involvement": offered.with_party(offered.parties[0].model_copy(update={"due": {InvolvementStep.OFFER: date.max}})),
        "delivery": delivered().model_copy(update={"on": date.max}),
    }
    state = states[kind].model_dump(mode="json")
    ids = {str(uuid4()) for _ in range(20)}
    return {each for id_ in ids for each in plant(deployment, service, kind, state | {"id": id_}, LONG_AGO)}


def plant(deployment: Deployment, service: str, kind: str, state: Mapping[str, Any], due: datetime, count: int = 1) -> set[str]:
    """Documents as no command makes them; their ids."""
    blank = {"schema": 1, "version": 1, "revision": 0, "sequence": 0, "keys": {}, "threads": [], "outbox": []}
    alarm = {"alarm_at": due, "alarm_edition": 1}
    for place in places({each.name: each.state for each in kinds_of(service)}[kind], kind, "", state):
        place.holder[place.at] = type(place.value)()  # plain words in a sealed place would lock the document
    planted: list[Record] = [
        {"_id": state.get("id", str(uuid4())), "kind": kind, "state": state, **blank, **alarm} for _ in range(count)
    ]
    with database(deployment, service) as there:
        there.aggregates.insert_many(planted)
    return {each["_id"] for each in planted}


def with_an_alarm(deployment: Deployment, service: str, until: datetime = NEVER) -> set[str]:
    """Documents that will ring, by that moment if one is given."""
    with database(deployment, service) as there:
        return {each["_id"] for each in there.aggregates.find({"alarm_at": {"$lte": until}}, {"_id": 1})}
