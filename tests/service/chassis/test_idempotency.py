"""A key makes a repeat harmless, however often and however many at once; ETags tell a lost race."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import pymongo
import pytest

from local.deployment import Deployment
from tests.builders.review_registry import finding, opening, scope, screening
from tests.service.calling import Body, Caller, People, done, plain, refused
from tests.service.review_registry.steps import SHORT, brought, opened

AT_ONCE = 200


@pytest.fixture
async def many(deployment: Deployment) -> AsyncIterator[httpx.AsyncClient]:
    """A client that keeps hundreds of requests under way."""
    limits = httpx.Limits(max_connections=50)
    url = deployment.url("review-registry")
    async with httpx.AsyncClient(base_url=url, limits=limits, timeout=30) as client:
        yield client


async def at_once(many: httpx.AsyncClient, caller: Caller, path: str, body: Body, keys: list[str]) -> list[httpx.Response]:
    sent = [many.post(path, json=plain(body), headers=caller.headers(key)) for key in keys]
    return await asyncio.gather(*sent)


def document(deployment: Deployment, id_: str) -> dict[str, Any]:
    with pymongo.MongoClient[dict[str, Any]](deployment.store_uri("review-registry")) as client:
        found = client.get_default_database()["aggregates"].find_one({"_id": id_})
    assert found is not None
    return found


def test_a_repeated_creation_gives_the_same_answer(unit: Caller) -> None:
    key = str(uuid4())
    first, second = (unit.post("/reviews", opening(), key=key) for _ in range(2))
    assert done(first, 201) == done(second, 201)
    assert first.headers["location"] == second.headers["location"] == f"/reviews/{first.json()['id']}"
    assert first.headers["etag"] == second.headers["etag"]
    assert done(unit.get(first.headers["location"])) == first.json()


def test_a_repeat_gives_the_first_status_and_the_present_representation(unit: Caller, decider: Caller) -> None:
    key = str(uuid4())
    created = done(unit.post("/reviews", opening(), key=key), 201)
    changed = done(decider.post(f"/reviews/{created['id']}/screening", screening()))
    assert done(unit.post("/reviews", opening(), key=key), 201) == changed


def test_the_same_key_with_another_body_is_malformed(unit: Caller) -> None:
    key = str(uuid4())
    created = done(unit.post("/reviews", opening(), key=key), 201)
    refused(unit.post("/reviews", opening(title="Another title"), key=key), 422)
    assert done(unit.get(f"/reviews/{created['id']}"))["title"] == created["title"]


def test_a_key_is_its_callers_own(registry: People, unit: Caller) -> None:
    key = str(uuid4())
    other = registry("business-unit", person_ref="p-another")
    ids = {done(each.post("/reviews", opening(), key=key), 201)["id"] for each in (unit, other)}
    assert len(ids) == 2


@pytest.mark.parametrize("key", ["", "short", "x" * 129])
def test_a_creation_needs_a_key_of_some_length(key: str, unit: Caller) -> None:
    response = unit.client.post("/reviews", json=plain(opening()), headers=unit.headers(key))
    assert [path for _, path in refused(response, 422)] == ["header/Idempotency-Key"]


async def test_hundreds_of_repeats_at_once_make_one_thing(
    many: httpx.AsyncClient, unit: Caller, deployment: Deployment
) -> None:
    responses = await at_once(many, unit, "/reviews", opening(), [str(uuid4())] * AT_ONCE)
    assert [each.status_code for each in responses] == [201] * AT_ONCE
    assert len({each.text for each in responses}) == 1
    stored = document(deployment, responses[0].json()["id"])
    assert (stored["version"], stored["sequence"]) == (1, 1)


async def test_hundreds_of_repeats_of_any_command_at_once_carry_it_out_once(
    many: httpx.AsyncClient, registry: People, unit: Caller, deployment: Deployment
) -> None:
    review = brought(registry, "in analysis")
    before = document(deployment, review)
    responses = await at_once(many, unit, f"/reviews/{review}/findings", finding(), [str(uuid4())] * AT_ONCE)
    assert [each.status_code for each in responses] == [200] * AT_ONCE
    assert len({each.text for each in responses}) == 1
    assert len(responses[0].json()["findings"]) == 1
    assert document(deployment, review)["version"] == before["version"] + 1


async def test_different_commands_at_once_are_all_carried_out(many: httpx.AsyncClient, registry: People, unit: Caller) -> None:
    review = brought(registry, "in analysis")
    keys = [str(uuid4()) for _ in range(20)]
    responses = await at_once(many, unit, f"/reviews/{review}/findings", finding(), keys)
    assert [each.status_code for each in responses] == [200] * len(keys)
    found = {each["id"] for each in done(unit.get(f"/reviews/{review}"))["findings"]}
    assert len(found) == len(keys)


def test_a_repeat_of_any_command_is_known_before_the_rules_and_the_etag(
    registry: People, unit: Caller, decider: Caller
) -> None:
    """After the first, neither the stage nor the ETag would let it pass."""
    review, key = opened(unit), str(uuid4())
    etag = unit.get(f"/reviews/{review}").headers["etag"]
    first = decider.post(f"/reviews/{review}/screening", screening(review_type=SHORT), key=key, if_match=etag)
    done(first)
    moved = done(unit.post(f"/reviews/{review}/moves", {"to": "scoping"}))
    assert done(decider.post(f"/reviews/{review}/screening", screening(review_type=SHORT), key=key, if_match=etag)) == moved
    refused(decider.post(f"/reviews/{review}/screening", screening(rationale="On second thoughts"), key=key), 422)


def test_a_refused_command_leaves_its_key_free(registry: People, unit: Caller) -> None:
    review, key = brought(registry, "in scoping"), str(uuid4())
    assert refused(unit.post(f"/reviews/{review}/moves", {"to": "lead-appointment"}, key=key), 409)
    done(unit.post(f"/reviews/{review}/scope", scope()))
    done(unit.post(f"/reviews/{review}/moves", {"to": "lead-appointment"}, key=key))


def test_who_has_seen_an_older_state_is_told_and_nothing_is_done(unit: Caller, decider: Caller) -> None:
    review = opened(unit)
    seen = unit.get(f"/reviews/{review}").headers["etag"]
    changed = decider.post(f"/reviews/{review}/screening", screening(review_type=SHORT), if_match=seen)
    assert done(changed)
    assert changed.headers["etag"] != seen
    refused(unit.post(f"/reviews/{review}/moves", {"to": "scoping"}, if_match=seen), 412)
    now = unit.get(f"/reviews/{review}")
    assert (now.headers["etag"], now.json()["stage"]) == (changed.headers["etag"], "screening")
    done(unit.post(f"/reviews/{review}/moves", {"to": "scoping"}, if_match=changed.headers["etag"]))


async def test_of_many_who_have_seen_the_same_state_one_wins(many: httpx.AsyncClient, unit: Caller, decider: Caller) -> None:
    review, command = opened(unit), plain(screening(review_type=SHORT))
    etag = unit.get(f"/reviews/{review}").headers["etag"]
    sent = [
        many.post(f"/reviews/{review}/screening", json=command, headers=decider.headers(str(uuid4()), if_match=etag))
        for _ in range(20)
    ]
    responses = await asyncio.gather(*sent)
    assert sorted(each.status_code for each in responses) == [200] + [412] * 19
    assert len(done(unit.get(f"/reviews/{review}"))["decisions"]) == 1
