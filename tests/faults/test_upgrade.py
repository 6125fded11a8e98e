"""Two versions of a service side by side (docs/operations.md "What runs").

The older one leaves alone what the newer one wrote, and says so. Nothing waits for a person. Once the older one is stopped,
everything has had its effect, once.
"""

import asyncio
import sys
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from contracts.events.review_registry import ReviewOpened, ReviewScoped, ReviewStageChanged
from contracts.vocabulary.reviews import AgencyPart
from local.databases import database, documents, everything_is_sent
from local.deployment import Deployment
from local.partnership import POLICE
from local.parts.loopback import PLAIN
from local.people import REGISTRY, has_its_place, people
from local.waiting import eventually_async
from local.wire import send, wire
from services.feedback_capture.domain.involvement.state import involvement_id
from tests.faults.facts import every_event_is_told, history_is_whole
from tests.faults.flow import at_rest
from tests.faults.known import FEEDBACK
from tests.faults.limits import SHORT
from tests.faults.parked import waiting
from tests.service.calling import Caller, refused

OLDER, NEWER = FEEDBACK, f"{FEEDBACK}#2"
PARTY = {"group": "wider-family"}
TOLD_IN_ALL = 3
"""Events of each review: that it was opened, and while both versions run that it was scoped and moved on."""
ONCE = Counter({"ReviewOpened": 1, "ReviewScoped": 1, "ReviewStageChanged": 1, "ring-involvement": 1})
"""What changes each involvement, besides the commands."""


@pytest.fixture
def running() -> Iterator[Deployment]:
    """The older one runs alone."""
    with Deployment(services=(), forked=True, settings=SHORT) as deployment:
        deployment.start_part(OLDER, wait=False)
        asyncio.run(has_its_place(deployment, FEEDBACK))
        yield deployment
        for part in (OLDER, NEWER):
            with suppress(KeyError):  # not running
                deployment.kill(part)


async def opened(deployment: Deployment, count: int) -> list[str]:
    """So many reviews, whose involvements are planned."""
    reviews = [str(uuid4()) for _ in range(count)]
    events = [ReviewOpened(review=each, review_type="lcspr", restricted=False, statutory=True) for each in reviews]
    await send(deployment, REGISTRY, [wire(each, each.review, 1) for each in events])
    await eventually_async(lambda: heard(deployment, reviews, 1), within=20, what="every involvement is planned", every=0.1)
    return reviews


async def heard(deployment: Deployment, reviews: Collection[str], number: int) -> bool:
    return effects(deployment, reviews) == dict.fromkeys(reviews, number)


def effects(deployment: Deployment, reviews: Collection[str]) -> dict[str, int]:
    """By review, the number of its last event that had effect."""
    found = documents(deployment, [involvement_id(each) for each in reviews], FEEDBACK).values()
    return {review: int(sequence.rpartition("-")[2]) for each in found for review, sequence in each["heard"].items()}


async def the_newer_is_started(deployment: Deployment) -> None:
    deployment.run_beside(NEWER, lambda port: [sys.executable, "-m", "tests.faults.newer"], deployment.environment(NEWER))
    await has_its_place(deployment, FEEDBACK, replica=2)
    await has_its_place(deployment, FEEDBACK)


async def parties_added(deployment: Deployment, ids: Sequence[str], *replicas: int) -> int:
    """To each involvement one; how often callers were told to try again."""
    async with people(deployment, *replicas, service=FEEDBACK) as callers:
        for each in ids:
            await callers.ask(f"/involvements/{each}/parties", PARTY)
    await everything_is_sent(deployment, FEEDBACK)
    return callers.asked_again


def the_older_refuses(deployment: Deployment, ids: Sequence[str]) -> None:
    with httpx.Client(base_url=deployment.url(FEEDBACK), verify=PLAIN) as client:
        unit = Caller(client, deployment.token("business-unit", agency="partnership"))
        for path in (f"/involvements/{each}" for each in ids):
            for answer in (unit.post(f"{path}/parties", PARTY), unit.get(path)):
                assert refused(answer, 503) == []
                assert answer.headers["Retry-After"] == "1"
        refused(unit.get("/involvements"), 503)
    log = (deployment.folder / "logs" / f"{OLDER}.log").read_text()
    assert sum('"warning"' in line and "NewerSchema" in line for line in log.splitlines()) == 2 * len(ids) + 1


async def more_is_told(deployment: Deployment, reviews: Sequence[str]) -> None:
    scope: Any = {"agencies": (POLICE,), "parts": {POLICE: AgencyPart.PRACTICE_UNDER_REVIEW}}
    for review in reviews:
        events = (
            ReviewScoped(review=review, version_of_scope=1, **scope),
            ReviewStageChanged(review=review, from_stage="screening", to_stage="analysis"),
        )
        await send(deployment, REGISTRY, [wire(event, review, number) for number, event in enumerate(events, start=2)])


async def each_event_has_effect_or_waits(deployment: Deployment, reviews: Sequence[str]) -> list[str]:
    """The reviews whose events wait: those that the older one reads."""

    async def settled() -> bool:
        left = [TOLD_IN_ALL - number for number in effects(deployment, reviews).values()]
        return set(left) == {0, 2} and len(waiting(deployment, FEEDBACK)) == sum(left)

    await eventually_async(settled, within=20, what="some events have effect, and the others wait", every=0.1)
    return [review for review, number in effects(deployment, reviews).items() if number < TOLD_IN_ALL]


async def all_have_rung(deployment: Deployment, count: int) -> None:
    async def rung() -> bool:
        with database(deployment, FEEDBACK) as there:
            return there.history.count_documents({"command": "ring-involvement"}) == count

    await eventually_async(rung, within=20, what="every alarm has rung", every=0.1)


def lives(deployment: Deployment, ids: Sequence[str]) -> dict[str, Counter[str]]:
    """What changed each, and how often."""
    with database(deployment, FEEDBACK) as there:
        return {id_: Counter(each["command"] for each in there.history.find({"aggregate": id_})) for id_ in ids}


async def test_what_a_newer_version_wrote_is_left_to_it_and_nothing_is_lost(running: Deployment) -> None:
    """Most involvements are written by the newer one. Both versions are asked, told and rung."""
    reviews = await opened(running, 20)
    ids = [involvement_id(each) for each in reviews]
    theirs = ids[:16]
    await the_newer_is_started(running)
    assert await parties_added(running, theirs, 2) == 0
    written = documents(running, theirs, FEEDBACK)
    assert {(each["schema"], each["state"]["stage"]) for each in written.values()} == {(2, "screening")}

    the_older_refuses(running, theirs)
    assert documents(running, theirs, FEEDBACK) == written, "the older one changed something"
    await more_is_told(running, reviews)
    waits = await each_event_has_effect_or_waits(running, reviews)
    assert {involvement_id(each) for each in waits} <= set(theirs), "the older one still takes up what it can read"
    lists = Counter((each["status"], each["reason"]) for each in waiting(running, FEEDBACK))
    assert lists == {("not-yet", "NewerSchema"): len(waits), ("behind", ""): len(waits)}
    assert await parties_added(running, ids, 1, 2) > 0, "callers who know both are sent on"
    running.clock.advance(timedelta(days=60))
    await all_have_rung(running, len(ids) - len(waits))

    running.stop_part(OLDER)
    await eventually_async(lambda: heard(running, reviews, TOLD_IN_ALL), within=20, what="what waited has effect", every=0.1)
    await every_event_is_told(running, FEEDBACK)
    more = {each: Counter({"AddParty": 2 if each in theirs else 1}) for each in ids}

    async def lived() -> bool:
        return lives(running, ids) == {each: ONCE + more[each] for each in ids}

    await eventually_async(lived, within=20, what="what waited started its clocks at its own time, and these have rung")
    history_is_whole(running, ids, FEEDBACK)

    async def rests() -> bool:
        return at_rest(running, FEEDBACK) == []

    await eventually_async(rests, within=20, what="nothing is parked or in trouble")
