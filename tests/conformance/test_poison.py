"""Poison, repeats and disorder on the registry's topic. Each other service parks the same, goes on with what is sound, and
changes a document once."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest

from contracts.events.review_registry import ReviewOpened, ReviewStageChanged
from local.parts.names import SERVICES
from local.wire import Wire, wire
from services.feedback_capture.domain.involvement.state import involvement_id
from services.learning_dissemination.domain.plan.state import plan_id
from tests.component.harness import Component, Components, components
from tests.conformance.poison import CANARY, ELSEWHERE, KINDS, bad, skipped, strange
from tests.service.calling import done, refused
from tests.support.encoded import unwrapped

REGISTRY, TRACKING, FEEDBACK, LEARNING = SERVICES
LISTENERS = (TRACKING, FEEDBACK, LEARNING)
ABOUT: dict[str, Callable[[str], str]] = {TRACKING: str, FEEDBACK: involvement_id, LEARNING: plan_id}
"""The document that each of them keeps of a review."""
STAGES = ("screening", "scoping", "lead-appointment", "analysis", "findings", "actions", "closure")
SOUND = 20
Kept = dict[str, tuple[str, int]]
"""By review, the stage that a service knows, and how often it saved a change."""


@pytest.fixture(scope="module")
def stores() -> Iterator[Components]:
    with components() as found:
        yield found


@pytest.fixture(params=LISTENERS)
def listener(request: pytest.FixtureRequest, stores: Components) -> Component:
    return stores.emptied(request.param)


def opened(review: str) -> Wire:
    event = ReviewOpened(review=review, review_type="near-miss-review", restricted=False, statutory=False)
    return wire(event, review, 1)


def moved(review: str, step: int) -> Wire:
    """The n-th move is event number n + 1. Every listener notes the stage that it leads to."""
    return wire(ReviewStageChanged(review=review, from_stage=STAGES[step - 1], to_stage=STAGES[step]), review, step + 1)


def life(review: str, moves: int) -> list[Wire]:
    return [opened(review), *(moved(review, step) for step in range(1, moves + 1))]


def kept(listener: Component, reviews: list[str]) -> Kept:
    stored = {each["_id"]: each for each in listener.stored()}
    found = {review: stored[ABOUT[listener.name](review)] for review in reviews}
    return {review: (each["state"]["stage"], each["version"]) for review, each in found.items()}


def waiting(listener: Component) -> list[dict[str, Any]]:
    """Returns what an operator sees of the parked records, in order of arrival."""
    listed = listener("operator").get("/parked", limit=200).json()
    return sorted((each for each in listed if each["status"] != "discarded"), key=lambda each: (each["lane"], each["number"]))


def test_poison_of_every_kind_is_parked_and_stops_nothing_else(listener: Component) -> None:
    """What is behind it in its lane waits, every other lane goes on, and nothing of what was in it is seen.

    When a person has discarded it, what waited takes effect.
    """
    ill = dict(zip(KINDS, (str(uuid4()) for _ in KINDS), strict=True))
    sound = [str(uuid4()) for _ in range(SOUND)]
    poisoned = [[opened(each), bad(moved(each, 1))[kind], moved(each, 2)] for kind, each in ill.items()]
    listener.deliver(REGISTRY, *(record for some in (*poisoned, *(life(each, 2) for each in sound)) for record in some))
    assert kept(listener, sound) == dict.fromkeys(sound, (STAGES[2], 3))
    behind = [review for kind, review in ill.items() if kind not in ELSEWHERE]
    apart = [review for kind, review in ill.items() if kind in ELSEWHERE]
    assert kept(listener, apart) == dict.fromkeys(apart, (STAGES[2], 2))
    assert {version for _, version in kept(listener, behind).values()} == {1}

    seen = waiting(listener)
    statuses = [each["status"] for each in seen]
    assert (statuses.count("troubled"), statuses.count("behind")) == (len(KINDS), len(behind))
    assert all(each["reason"] for each in seen if each["status"] == "troubled")
    assert CANARY not in unwrapped(json.dumps([*listener.stored("parked"), *listener.stored()], default=str))
    assert CANARY not in json.dumps(seen)

    operator = listener("operator", person_ref="p-operator")
    for each in seen:
        path = f"/parked/{each['id']}/discards"
        if each["status"] == "behind":
            assert refused(operator.post(path, {"reason": "planted-by-a-test"}), 409) == [("parked/behind", "")]
    for each in seen:
        if each["status"] == "troubled":
            done(operator.post(f"/parked/{each['id']}/discards", {"reason": "planted-by-a-test"}))
    gone = [each for each in operator.get("/parked", limit=200).json() if each["status"] == "discarded"]
    assert len(gone) == len(KINDS)
    for each in gone:
        (decision,) = each["decisions"]
        assert (decision["status"], decision["reason"]) == ("discarded", "planted-by-a-test")
        assert decision["by"].startswith("p-operator@")
        assert each["reason"] in {before["reason"] for before in seen}
    listener.drain()
    assert kept(listener, [*behind, *apart]) == dict.fromkeys([*behind, *apart], (STAGES[2], 2))
    assert waiting(listener) == []


def test_poison_is_parked_alike_by_every_listener(stores: Components) -> None:
    review = str(uuid4())
    records = [opened(review), *bad(moved(review, 1)).values()]
    seen = []
    for name in LISTENERS:
        listener = stores.emptied(name)
        listener.deliver(REGISTRY, *records)
        seen.append([[each[part] for part in ("lane", "number", "status", "reason")] for each in waiting(listener)])
    assert seen[0]
    assert seen[0] == seen[1] == seen[2]


def test_record_of_a_newer_registry_is_passed_over(listener: Component) -> None:
    """A type that is not known here, or not yet in that version, parks nothing and holds nobody up."""
    reviews = [str(uuid4()) for _ in range(3)]
    for each in reviews:
        listener.deliver(REGISTRY, opened(each), *skipped(moved(each, 1)).values(), moved(each, 2))
    assert kept(listener, reviews) == dict.fromkeys(reviews, (STAGES[2], 2))
    assert waiting(listener) == []


def test_event_with_headers_of_other_tools_takes_effect(listener: Component) -> None:
    reviews = [str(uuid4()) for _ in strange(moved(str(uuid4()), 1))]
    for each, kind in zip(reviews, strange(moved(reviews[0], 1)), strict=True):
        listener.deliver(REGISTRY, opened(each), strange(moved(each, 1))[kind], moved(each, 2))
    assert kept(listener, reviews) == dict.fromkeys(reviews, (STAGES[2], 3))
    assert waiting(listener) == []


def test_record_too_large_to_keep_is_parked_by_hash_and_place(listener: Component) -> None:
    """The store could not hold its 12 MB sealed. The record behind it waits, and goes on once a person has discarded it."""
    review = str(uuid4())
    large = replace(moved(review, 1), body=CANARY.encode() * (12_000_000 // len(CANARY)))
    assert large.body is not None
    listener.deliver(REGISTRY, opened(review), large, moved(review, 2))
    listener.drain(with_trouble=True)
    first, behind = sorted(listener.stored("parked"), key=lambda each: int(each["number"]))
    assert (first["status"], behind["status"]) == ("troubled", "behind")
    assert "sealed" not in first
    found = first["too_large"]
    assert (found["sha256"], found["body_bytes"]) == (sha256(large.body).hexdigest(), len(large.body))
    assert (found["topic"], found["offset"]) == (REGISTRY, first["number"])
    assert CANARY not in json.dumps(waiting(listener))

    done(listener("operator").post(f"/parked/{first['_id']}/retries", {}))
    listener.drain(with_trouble=True)
    assert [each["status"] for each in waiting(listener)] == ["troubled", "behind"], "a retry cannot bring it back"
    done(listener("operator").post(f"/parked/{first['_id']}/discards", {"reason": "planted-by-a-test"}))
    listener.drain()
    assert kept(listener, [review]) == {review: (STAGES[2], 2)}
    assert waiting(listener) == []


def test_lane_whose_key_is_gone_waits_for_a_person_and_starves_no_other(listener: Component) -> None:
    """Both lanes are retried, and only one of them can be opened."""
    reviews = sorted(str(uuid4()) for _ in range(2))
    for each in reviews:
        listener.deliver(REGISTRY, opened(each), bad(moved(each, 1))["bad JSON"])
    lanes = sorted(listener.stored("parked"), key=lambda each: str(each["lane"]))
    gone = {"$set": {"sealed": "a-key-that-is-gone:" + lanes[0]["sealed"].partition(":")[2]}}

    async def key_is_lost() -> None:
        await listener.service.store.parked.update_one({"_id": lanes[0]["_id"]}, gone)

    listener.run(key_is_lost())
    for lane in lanes:
        done(listener("operator").post(f"/parked/{lane['_id']}/retries", {}))
    listener.drain(with_trouble=True)
    found = {each["lane"]: each for each in waiting(listener)}
    assert {each["status"] for each in found.values()} == {"troubled"}
    assert found[lanes[0]["lane"]]["reason"].startswith("no key of the file opens it")
    assert found[lanes[1]["lane"]]["reason"].startswith("wrong shape")


def test_event_that_comes_again_or_late_takes_effect_once(listener: Component) -> None:
    """A repeat has no effect. Neither has an event that is older than what was heard."""
    repeated, disordered = str(uuid4()), str(uuid4())
    listener.deliver(REGISTRY, *(record for each in life(repeated, 3) for record in [each] * 5), *life(repeated, 3))
    listener.deliver(REGISTRY, opened(disordered), *(moved(disordered, step) for step in (3, 1, 2)), opened(disordered))
    listener.deliver(REGISTRY, *(moved(disordered, step) for step in (2, 4, 3, 4, 1)))
    assert kept(listener, [repeated]) == {repeated: (STAGES[3], 4)}
    assert kept(listener, [disordered]) == {disordered: (STAGES[4], 3)}
    assert waiting(listener) == []
    listener.drain()
    for review in (repeated, disordered):
        emitted = [each.envelope.id for each in listener.emitted(ABOUT[listener.name](review))]
        assert len(emitted) == len(set(emitted)) == (0 if listener.name == TRACKING else 1)
