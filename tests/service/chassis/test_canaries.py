"""A canary in every text that can be sent; nothing that leaves, but to who may read it, holds one."""

import json
from collections.abc import Iterator
from functools import partial
from typing import Any
from uuid import uuid4

import httpx
import pymongo
import pytest
from aiokafka import AIOKafkaProducer

from local.deployment import Deployment
from local.waiting import eventually
from local.wire import records
from tests.builders.review_registry import DECIDED, opening
from tests.builders.review_registry_closing import deciding, impact, report
from tests.conformance.planting import free_of
from tests.service.calling import Caller, People, done, plain
from tests.service.review_registry.steps import SHORT, steps

CANARY = "Canary Jane Smith"
CODED = "canary-jane-smith"
"""A canary that passes for a code."""
REGISTRY = "review-registry"
NONE = "00000000-0000-4000-8000-000000000000"
"""The id of no hold and no override."""


def planted(value: Any, canary: str) -> Any:
    """A command with the canary in the place of every text."""
    if isinstance(value, dict):
        return {name: planted(each, canary) for name, each in value.items()}
    if isinstance(value, list):
        return [planted(each, canary) for each in value]
    return canary if isinstance(value, str) else value


def one_by_one(value: Any, canary: str) -> Iterator[Any]:
    """The command over and over, each time with the canary in one more place."""
    if isinstance(value, str):
        yield canary
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, each in pairs:
        for changed in one_by_one(each, canary):
            copy = value.copy()
            copy[name] = changed
            yield copy


free_of_canaries = partial(free_of, (CANARY, CODED, "jane"))

COMMANDS: list[tuple[str, str, dict[str, Any]]] = [
    ("business-unit", "/reviews", plain(opening(review_type=SHORT))),
    *((role, f"/reviews/{{id}}/{path}", plain(body)) for role, path, body in steps().values()),
    ("business-unit", "/reviews/{id}/subjects", {"subjects": ["A word of the list"]}),
    ("business-unit", "/reviews/{id}/none-found", {"reason": "It was looked for."}),
    ("decider", "/reviews/{id}/holds", {"kind": "criminal", "review_on": "2060-01-01", "authority": "In writing."}),
    ("business-unit", "/reviews/{id}/confirmations", {"finding": "x"}),
]
LATER: list[tuple[str, str, dict[str, Any]]] = [
    ("business-unit", "/reviews/{id}/impact", plain(impact())),
    ("business-unit", "/reviews/{id}/report", plain(report())),
    ("decider", "/reviews/{id}/response", {**DECIDED, "response": "All of it is accepted."}),
    ("business-unit", "/reviews/{id}/checks", {"checks": ["jigsaw-test"], "answers": {"date": "Its own."}}),
    ("decider", "/reviews/{id}/publication", plain(deciding())),
    ("decider", "/reviews/{id}/publication-withdrawals", {"reason": "factual-error"}),
    ("decider", "/reviews/{id}/hold-reviews", {"hold": NONE, "review_on": "2060-01-01", "reason": "It was adjourned."}),
    ("decider", "/reviews/{id}/hold-lifts", {"hold": NONE, "reason": "A plea was entered."}),
    ("decider", "/reviews/{id}/overrides", {"gate": "closing", "code": "a/b", "path": "c", "reason": "Looked into it."}),
    ("scrutineer", "/reviews/{id}/override-approvals", {"override": NONE, "reason": "Looked into it."}),
    ("decider", "/reviews/{id}/closure", DECIDED),
]
"""What a review at its beginning refuses."""


@pytest.fixture(scope="module")
def noes(registry: People) -> list[httpx.Response]:
    """The refusals of every command with a canary in each place and in all, and of odd paths, questions, keys and tokens."""
    unit = registry("business-unit")
    review = done(unit.post("/reviews", opening()), 201)["id"]
    responses = []
    for role, path, command in (*COMMANDS, *LATER):
        bodies = [
            *(planted(command, canary) for canary in (CANARY, CODED)),
            *(body for canary in (CANARY, CODED) for body in one_by_one(command, canary)),
            command | {CANARY: CANARY},
        ]
        responses += [registry(role).post(path.format(id=review), body) for body in bodies]
    odd = Caller(unit.client, CANARY)
    responses += [
        odd.get("/reviews"),
        odd.post("/reviews", opening()),
        unit.get(f"/reviews/{CANARY}"),
        unit.get(f"/threads/{CANARY}"),
        unit.get("/reviews", stage=CANARY, after=CANARY, limit=CANARY),
        unit.post("/reviews", opening(), key=CANARY * 20),
        unit.post(f"/reviews/{review}/moves", {"to": "scoping"}, if_match=CANARY),
        unit.client.post("/reviews", content=CANARY, headers=unit.headers(CANARY, content_type="application/json")),
        unit.client.post("/reviews", content=CANARY, headers=unit.headers(CANARY, content_type=CANARY)),
        registry("operator").post(f"/parked/{CANARY}/discards", {"reason": CANARY}),
    ]
    return [each for each in responses if each.status_code >= 400]


@pytest.fixture(scope="module")
def accepted(registry: People) -> str:
    """A review brought to its findings with a canary in every free text that is taken."""
    shown: dict[str, Any] = {"id": ""}
    free = {"title", "rationale", "how", "what_happened", "meaning_for_the_child", "working_together", "learning_statement",
            "lived_experience", "practitioner_involvement", "evidence", "lines_of_enquiry", "dissent", "reason", "authority",
            "impact", "child_experience"}  # fmt: skip

    def in_free_text(value: Any, name: str = "") -> Any:
        if isinstance(value, dict):
            return {key: in_free_text(each, key) for key, each in value.items()}
        if isinstance(value, list):
            return [in_free_text(each, name) for each in value]
        return CANARY if name in free and isinstance(value, str) else value

    for role, path, command in COMMANDS[:-1]:
        response = registry(role).post(path.format(id=shown["id"]), in_free_text(command), key=f"{CANARY} {uuid4()}")
        shown = done(response, 201 if path == "/reviews" else 200)
    review: str = shown["id"]
    done(registry("business-unit").post(f"/reviews/{review}/confirmations", {"finding": shown["findings"][0]["id"]}))
    return review


def test_no_refusal_repeats_what_was_sent(noes: list[httpx.Response]) -> None:
    assert {401, 404, 409, 412, 415, 422} <= {each.status_code for each in noes}
    assert len(noes) > 100
    for each in noes:
        assert free_of_canaries(each.text), each.text
        assert free_of_canaries(str(dict(each.headers))), each.headers


def test_nothing_was_a_fault_of_ours(noes: list[httpx.Response]) -> None:
    assert not [each.text for each in noes if each.status_code >= 500]


def test_who_may_read_it_reads_what_was_written(accepted: str, registry: People) -> None:
    shown = done(registry("business-unit").get(f"/reviews/{accepted}"))
    assert shown["title"] == shown["findings"][0]["what_happened"] == CANARY
    listed = registry("business-unit").get(f"/reviews/{accepted}/history").text
    assert free_of_canaries(listed)


async def test_no_event_holds_a_text(accepted: str, noes: list[httpx.Response], deployment: Deployment) -> None:
    def all_sent() -> bool:
        with pymongo.MongoClient[dict[str, Any]](deployment.store_uri(REGISTRY)) as client:
            return client.get_default_database()["aggregates"].count_documents({"outbox.0": {"$exists": True}}) == 0

    assert eventually(all_sent, what="the outboxes are empty")
    found = await records(deployment, REGISTRY)
    assert any(each.key == accepted.encode() for each in found)
    for each in found:
        assert free_of_canaries(each.value + b"".join(value for _, value in each.headers) + each.key)
    with pymongo.MongoClient[dict[str, Any]](deployment.store_uri(REGISTRY)) as client:
        entries = list(client.get_default_database()["history"].find({"aggregate": accepted}))
    assert len(entries) == len(COMMANDS)
    for entry in entries:
        assert free_of_canaries(str({name: value for name, value in entry.items() if name != "state"}))


def test_no_log_and_no_span_holds_a_text(accepted: str, noes: list[httpx.Response], deployment: Deployment) -> None:
    spans = deployment.folder / "spans" / REGISTRY / f"{REGISTRY}.jsonl"
    eventually(lambda: "ConfirmFinding" in spans.read_text(), what="the last command's span is written")
    logs = list((deployment.folder / "logs").glob("*.log"))
    assert logs
    for file in (spans, *logs):
        for line in file.read_text(errors="replace").splitlines():
            assert free_of_canaries(line), f"{file.name}: {line[:500]}"
    assert all(json.loads(line) for line in spans.read_text().splitlines())


async def test_a_parked_message_is_listed_without_a_word_of_it(registry: People, deployment: Deployment) -> None:
    headers = [("ce_type", b"learning.ActionAgreed.v1"), *((f"ce_{name}", CANARY.encode()) for name in ("id", "source", CODED))]
    producer = AIOKafkaProducer(bootstrap_servers=deployment.broker_address, enable_idempotence=False)
    await producer.start()
    await producer.send_and_wait("action-tracking", json.dumps({CANARY: CANARY}).encode(), CANARY.encode(), headers=headers)
    await producer.stop()
    operator = registry("operator")
    (message,) = eventually(lambda: operator.get("/parked").json(), what="it is parked")
    assert (message["status"], message["reason"][:11]) == ("troubled", "wrong shape")
    assert free_of_canaries(str(message))
    with pymongo.MongoClient[dict[str, Any]](deployment.store_uri(REGISTRY)) as client:
        assert free_of_canaries(str(list(client.get_default_database()["parked"].find())))
    discarded = operator.post(f"/parked/{message['id']}/discards", {"reason": "planted"})
    assert done(discarded) == {"id": message["id"], "status": "discarded"}
