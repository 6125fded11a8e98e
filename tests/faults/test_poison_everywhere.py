"""Poison, repeats and disorder on the registry's topic, to which all the others listen: each of
them parks the same, goes on with what is sound, and does it once."""

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from uuid import uuid4

import pytest

from contracts.events.review_registry import ReviewOpened, ReviewStageChanged
from local.databases import Record, database, documents
from local.deployment import Deployment
from local.embedded import Embedded
from local.people import REGISTRY, serves
from local.scenarios.action_tracking import TRACKING
from local.waiting import eventually_async
from local.wire import Wire, send, wire
from services.feedback_capture.domain.involvement.state import involvement_id
from services.learning_dissemination.domain.plan.state import plan_id
from tests.faults.facts import every_event_is_told
from tests.faults.known import FEEDBACK, LEARNING
from tests.faults.limits import SHORT
from tests.faults.parked import discard, drained, waiting
from tests.faults.poison import CANARY, ELSEWHERE, KINDS, bad, skipped
from tests.support.encoded import unwrapped

LISTENERS = (TRACKING, FEEDBACK, LEARNING)
ABOUT: dict[str, Callable[[str], str]] = {TRACKING: str, FEEDBACK: involvement_id, LEARNING: plan_id}
"""The document that each of them keeps of a review."""
STAGES = ("screening", "scoping", "lead-appointment", "analysis", "findings", "actions", "closure")


@pytest.fixture(scope="module")
def deployment() -> Iterator[Deployment]:
    """The three serve; the test is the registry."""
    with Embedded(services=(), links=True, forked=True, settings=SHORT) as running:
        for service in LISTENERS:
            running.start_part(service, wait=False)
        asyncio.run(all_serve(running))
        yield running
        for service in LISTENERS:
            with suppress(KeyError):  # not running
                running.kill(service)


async def all_serve(deployment: Deployment) -> None:
    await asyncio.gather(*(serves(deployment, service) for service in LISTENERS))


def opened(review: str) -> Wire:
    event = ReviewOpened(review=review, review_type="near-miss-review", restricted=False, statutory=False)
    return wire(event, review, 1)


def moved(review: str, step: int) -> Wire:
    """The n-th move is event number n + 1; all three note the stage that it leads to."""
    return wire(ReviewStageChanged(review=review, from_stage=STAGES[step - 1], to_stage=STAGES[step]), review, step + 1)


def life(review: str, moves: int) -> list[Wire]:
    return [opened(review), *(moved(review, step) for step in range(1, moves + 1))]


def kept(deployment: Deployment, service: str, reviews: list[str]) -> Mapping[str, Record]:
    """By review, the document that the service keeps of it."""
    ids = {ABOUT[service](review): review for review in reviews}
    return {ids[id_]: each for id_, each in documents(deployment, ids, service).items()}


async def come_to(deployment: Deployment, reviews: list[str], moves: int, versions: int) -> None:
    """Returns once all three know each of the reviews in this stage; each saved so many changes of it, and no more."""
    wanted = dict.fromkeys(reviews, (STAGES[moves], versions))

    async def there() -> bool:
        for service in LISTENERS:
            found = kept(deployment, service, reviews)
            assert {review: each["state"]["stage"] for review, each in found.items()} == dict.fromkeys(reviews, STAGES[moves])
        return True

    await eventually_async(there, within=40, every=0.2, what=f"all three know of the stage {STAGES[moves]}")
    for service in LISTENERS:
        found = kept(deployment, service, reviews)
        assert {review: (each["state"]["stage"], each["version"]) for review, each in found.items()} == wanted, service


async def test_every_kind_of_poison_is_parked_alike_by_all_and_stops_none(deployment: Deployment) -> None:
    """In each of the three: what is behind it in its lane waits, every other lane goes on, nothing of what was in it is seen,
    and once a person has discarded it what waited takes effect."""
    ill = dict(zip(KINDS, (str(uuid4()) for _ in KINDS), strict=True))
    sound = [str(uuid4()) for _ in range(20)]
    poisoned = [[opened(each), bad(moved(each, 1))[kind], moved(each, 2)] for kind, each in ill.items()]
    records = [record for some in (*poisoned, *(life(review, 2) for review in sound)) for record in some]
    await send(deployment, REGISTRY, records)
    await come_to(deployment, sound, 2, 3)

    behind = [review for kind, review in ill.items() if kind not in ELSEWHERE]
    apart = [review for kind, review in ill.items() if kind in ELSEWHERE]
    await come_to(deployment, apart, 2, 2)

    async def all_parked() -> bool:
        return all(len(waiting(deployment, service)) >= len(KINDS) + len(behind) for service in LISTENERS)

    await eventually_async(all_parked, within=40, every=0.2, what="all three have parked it")
    lists = {service: waiting(deployment, service) for service in LISTENERS}
    seen = [[tuple(each[name] for name in ("lane", "number", "status", "reason")) for each in some] for some in lists.values()]
    assert seen[0] == seen[1] == seen[2]
    statuses = [status for *_, status, _ in seen[0]]
    assert (statuses.count("troubled"), statuses.count("behind")) == (len(KINDS), len(behind))
    assert all(reason for *_, status, reason in seen[0] if status == "troubled")
    for service in LISTENERS:
        assert {each["version"] for each in kept(deployment, service, behind).values()} == {1}
        with database(deployment, service) as found:
            lying = json.dumps([*found.parked.find(), *found.aggregates.find()], default=str)
        assert CANARY not in unwrapped(lying)
        assert CANARY not in json.dumps(lists[service])
    assert CANARY not in deployment.logs(100_000)

    for service, found_there in lists.items():
        for each in found_there:
            if each["status"] == "troubled":
                discard(deployment, each["id"], service)
    await come_to(deployment, [*behind, *apart], 2, 2)
    await drained(deployment, *LISTENERS)


async def test_what_a_newer_registry_sends_is_passed_over_by_all(deployment: Deployment) -> None:
    """A type that is not known here, or not yet in that version, parks nothing and holds nobody up."""
    reviews = [str(uuid4()) for _ in range(3)]
    for each in reviews:
        await send(deployment, REGISTRY, [opened(each), *skipped(moved(each, 1)).values(), moved(each, 2)])
    await come_to(deployment, reviews, 2, 2)
    assert [each for service in LISTENERS for each in waiting(deployment, service)] == []


async def test_the_same_event_five_times_and_out_of_order_takes_effect_once(deployment: Deployment) -> None:
    """Repeats have one effect, in each of the three; what is older than what was heard has none. What feedback capture and
    dissemination tell of it, they tell once."""
    repeated, disordered = [str(uuid4()) for _ in range(15)], [str(uuid4()) for _ in range(15)]
    records = [record for review in repeated for each in life(review, 3) for record in [each] * 5]
    records += [record for review in repeated for record in life(review, 3)]
    for review in disordered:
        records += [opened(review), *(moved(review, step) for step in (3, 1, 2)), opened(review)]
        records += [moved(review, step) for step in (2, 4, 3, 4, 1)]
    await send(deployment, REGISTRY, records)
    await come_to(deployment, repeated, 3, 4)
    await come_to(deployment, disordered, 4, 3)
    for service in (FEEDBACK, LEARNING):
        told = await every_event_is_told(deployment, service)
        for review in (*repeated, *disordered):
            assert len({each.id for each in told if each.aggregate == ABOUT[service](review)}) == 1
    assert [each for service in LISTENERS for each in waiting(deployment, service)] == []
