"""access.md, over all four services: a canary in every free text of every command; nothing that leaves by another way than to
its readers over the API holds one."""

import asyncio
import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from secrets import token_hex
from typing import Any
from uuid import uuid4

import httpx
import pymongo
import pytest

from tests.service.action_tracking import steps as acting
from tests.service.calling import Caller, People, done, plain
from tests.service.feedback_capture import steps as hearing
from tests.service.learning_dissemination import steps as sharing
from tests.service.planting import CANARY, Planting, free_of_canaries
from tests.service.review_registry.found import found
from tests.service.review_registry.steps import opened, steps
from tests.service.test_roles import ROLES
from tests.service.topic import records
from tests.support.deployment import SERVICES
from tests.support.embedded import Embedded
from tests.support.waiting import eventually
from tests.unit.review_registry.given import DECIDED
from tests.unit.review_registry.later import deciding, report

REGISTRY, TRACKING, FEEDBACK, LEARNING = SERVICES
POLICE = "police-dorset"
ROLE_HOLDER = {"role": "duty-contact", "agency": "partnership", "person_ref": "p-canary-duty", "address": "duty@inbox.example"}
Planters = Mapping[str, People]
STATUTORY = "lcspr"
DOUBTFUL: dict[str, Any] = {"dissent": ["One of us would wait."], "evidence": ["The file."]}
"""Of a decision that not all agreed with."""


@pytest.fixture(scope="module")
def planters(deployment: Embedded) -> Iterator[Planters]:
    """The services, called by people whose every free text is a canary."""
    with ExitStack() as open_:
        yield {name: People(deployment, open_.enter_context(Planting(deployment.url(name)))) for name in SERVICES}


@pytest.fixture(scope="module")
def threads(deployment: Embedded, planters: Planters) -> dict[str, list[str]]:
    """What the services took: their threads' ids, by service."""
    registry, tracking, feedback, learning = (planters[name] for name in SERVICES)
    return {
        REGISTRY: [*reviewed(registry), published(registry)],
        TRACKING: [asyncio.run(acted(deployment, tracking))],
        FEEDBACK: asyncio.run(heard(deployment, tracking, feedback)),
        LEARNING: [asyncio.run(shared(deployment, learning))],
    }


def reviewed(registry: People) -> tuple[str, str]:
    """A review whose finding is released and recalled."""
    review, finding = found(registry)
    done(registry("decider").post(f"/reviews/{review}/learning", {"finding": finding, "statement": "It is shared."}))
    done(registry("decider").post(f"/reviews/{review}/learning-recalls", {"finding": finding, "reason": "identifies-somebody"}))
    ahead = "2099-01-01"
    steps = (
        ("decider", "holds", {"kind": "criminal", "review_on": ahead, "authority": "The police."}),
        ("decider", "hold-lifts", {"kind": "criminal", "reason": "It is over."}),
        ("business-unit", "impact", {"impact": "They ask.", "child_experience": "In each.", "retention_until": ahead}),
    )
    for role, path, body in steps:
        done(registry(role).post(f"/reviews/{review}/{path}", body))
    for stage in ("actions", "closure"):
        passed(registry, review, "stage", "business-unit", "moves", {"to": stage})
    passed(registry, review, "closing", "decider", "closure", DECIDED | DOUBTFUL)
    return review, finding


def published(registry: People) -> str:
    """A statutory review that was published in spite of what is missing, and withdrawn."""
    unit, decider = registry("business-unit"), registry("decider")
    review = opened(unit, review_type=STATUTORY)
    mitigated = {"mitigations": [{"test": "no-prior-public-view", "how": "The article is put before the panel."}]}
    more: dict[str, dict[str, Any]] = {"screening": DOUBTFUL, "lead": DOUBTFUL | mitigated}
    for reached, (role, path, body) in steps(STATUTORY).items():
        done(registry(role).post(f"/reviews/{review}/{path}", plain(body) | more.get(path, {})))
        if reached == "led":
            break

    def move(*stages: str) -> None:
        for stage in stages:
            passed(registry, review, "stage", "business-unit", "moves", {"to": stage})

    at = f"/reviews/{review}"
    move("involvement", "analysis", "findings")
    done(unit.post(f"{at}/no-good-practice", {"reason": "It was looked for."}))
    move("report")
    done(unit.post(f"{at}/report", report(body="Ask someone@agency.example.")))
    move("partnership-response")
    done(decider.post(f"{at}/response", DECIDED | DOUBTFUL | {"response": "All of it is accepted."}))
    move("publication")
    done(decider.post(f"{at}/checks", {"answers": {"e-mail": "An address that everybody knows."}}))
    passed(registry, review, "publication", "decider", "publication", plain(deciding()) | DOUBTFUL)
    done(decider.post(f"{at}/publication-withdrawals", {"reason": "factual-error"}))
    return review


def passed(registry: People, review: str, gate: str, role: str, path: str, body: dict[str, Any]) -> None:
    """The scrutineer overrides whatever the gate still needs. What that is changes while the others tell more."""

    def over() -> bool:
        answer = registry(role).post(f"/reviews/{review}/{path}", body)
        for code in {each["code"] for each in answer.json().get("errors", [])}:
            override = {"gate": gate, "code": code, "reason": "It is known to be so."}
            registry("scrutineer").post(f"/reviews/{review}/overrides", override)
        return answer.is_success

    eventually(over, what=f"{path} {body.get('to', '')} is past its gate")


async def acted(deployment: Embedded, tracking: People) -> str:
    """An action with progress and evidence, judged, and looked at again."""
    action = await acting.agreed(deployment, tracking, POLICE)
    lead = tracking("agency-lead", agency=POLICE)
    done(lead.post(f"/actions/{action}/progress", {"percent": 50, "note": "Half.", "blocked_by": "A supplier."}))
    acting.accepted(tracking, POLICE, action)
    acting.months_later(deployment, 3)
    held = {"result": "sustained", "measured": "Nine of ten.", "new_starters_know": True}
    done(tracking("decider").post(f"/actions/{action}/rechecks", held))
    (other,) = await acting.asked(deployment, tracking, POLICE)
    done(tracking("decider").post(f"/obligations/{other}/no-action", {"reason": "The practice has ended."}))
    return action


async def heard(deployment: Embedded, tracking: People, feedback: People) -> list[str]:
    """A contribution, an answer by somebody who may be at risk, of which somebody is told at once, and a reply."""
    from_day = acting.today(deployment).isoformat()
    done(tracking("business-unit").post("/role-holders", ROLE_HOLDER | {"from_day": from_day}), 201)
    unit, anybody = feedback("business-unit"), Caller(feedback.client, "")
    review, shown = await hearing.opened(deployment, feedback)
    hears = hearing.facilitator(feedback, shown["id"])
    done(hears.post(f"/involvements/{shown['id']}/offers", hearing.offering(shown, "practitioners")))
    done(hears.post("/contributions", hearing.contributing(shown)), 201)
    at = f"/involvements/{shown['id']}"
    waiting = {"party": hearing.party(shown, "parents-carers")["id"], "look_again": "2099-01-01", "reason": "They ask to wait."}
    done(feedback("decider").post(f"{at}/deferrals", waiting | {"until": "charge-decision"}))
    done(feedback("decider").post(f"{at}/exceptions", waiting))
    survey = done(unit.post("/surveys", {
        "title": "How was it?", "source_group": "young-person", "service": "social-care", "closes": "2099-03-31",
        "questions": [{"code": "what", "words": "What should be different?", "kind": "text"}],
    }), 201)["id"]  # fmt: skip
    said = {"survey": survey, "answers": {"what": "It is not right."}, "contact": "the blue door", "not_safe_now": True}
    done(anybody.post("/responses", said, key=token_hex(24)), 201)
    draft = {"theme": "voice-of-child", "said": "You are not asked.", "done": "You are asked.", "because": "It is your life."}
    reply = done(unit.post("/replies", draft), 201)["id"]
    done(feedback("decider").post(f"/replies/{reply}/clearance"))
    return [review]


async def shared(deployment: Embedded, learning: People) -> str:
    """A product that is published, delivered and acknowledged."""
    finding, point = await sharing.released(deployment, learning)
    draft = sharing.drafted(learning, point)
    parts = {"title": "Read them together", "parts": {"why-it-matters": "It is your child."}}
    done(learning("business-unit").post(f"/products/{draft}/parts", parts))
    product = sharing.published(learning, point)
    segment = {"agency": POLICE, "professional_group": "police-response"}
    delivery = {"product": product, "segments": [segment], "channel": "team-meeting", "facilitator": "p-trainer"}
    on = acting.today(deployment).isoformat()
    done(learning("business-unit").post("/deliveries", delivery | {"on": on, "place": "The big room"}), 201)
    read = {"product": product, "professional_group": "police-response", "will_do": "Ask who cares for whom."}
    done(learning("practitioner", agency=POLICE).post("/acknowledgements", read), 201)
    return finding


@pytest.fixture(scope="module")
def noes(services: Mapping[str, People]) -> list[httpx.Response]:
    """The refusals of every command of every service, its texts all canaries, about what is not there and without a form."""
    everything = []
    for people in services.values():
        everybody = people(*ROLES)
        with Planting(str(people.client.base_url)) as planting:
            bodies = {path: planting.document.sample(path) for path in planting.document.bodies}
        for path, body in bodies.items():
            at = path.format(id=uuid4())
            everything += [everybody.post(at, each) for each in (body, body | {CANARY: CANARY}, dict.fromkeys(body, CANARY))]
    return [each for each in everything if not each.is_success]


def test_every_free_text_was_taken_with_a_canary_in_it(threads: dict[str, list[str]], planters: Planters) -> None:
    """So that no field is added which nobody looks after."""
    for people in planters.values():
        assert isinstance(people.client, Planting)
        document = people.client.document
        untaken = {place for path in document.bodies for place in document.places(path)} - people.client.taken
        assert sorted(untaken) == []


def test_no_refusal_repeats_what_was_sent(noes: list[httpx.Response]) -> None:
    assert {404, 409, 422} <= {each.status_code for each in noes}
    for each in noes:
        assert each.status_code < 500, each.text
        assert free_of_canaries(each.text + str(each.headers)), each.text


@pytest.mark.parametrize("service", SERVICES)
async def test_no_event_and_no_thread_holds_one(
    service: str, threads: dict[str, list[str]], deployment: Embedded, services: Mapping[str, People]
) -> None:
    assert eventually(lambda: all_sent(deployment, service), what="the outboxes are empty")
    lying = await records(deployment, service)
    assert lying
    for each in lying:
        assert free_of_canaries((each.value or b"") + b"".join(value for _, value in each.headers) + (each.key or b""))
    reader = services[service]("business-unit", "operator")
    for id_ in threads[service]:
        told = done_list(reader.get(f"/threads/{id_}"))
        assert free_of_canaries(json.dumps(told))
    for each in done_list(reader.get("/parked")) + done_list(reader.get("/troubled")):
        assert free_of_canaries(json.dumps(each))


@pytest.mark.parametrize("service", SERVICES)
def test_no_log_span_or_notice_holds_one(
    service: str, threads: dict[str, list[str]], noes: list[httpx.Response], deployment: Embedded
) -> None:
    """A notice of the concern was sent; what is written there is where to look, and nothing that was said."""
    assert eventually(lambda: list(notices(deployment)), what="somebody is told of the concern")
    spans = deployment.folder / "spans" / service / f"{service}.jsonl"
    assert eventually(spans.read_text, what="spans are written")
    for file in (spans, deployment.folder / "logs" / f"{service}.log", *notices(deployment)):
        for line in file.read_text(errors="replace").splitlines():
            assert free_of_canaries(line), f"{file.name}: {line[:500]}"


@pytest.mark.parametrize("service", SERVICES)
def test_history_holds_one_in_states_alone(service: str, threads: dict[str, list[str]], deployment: Embedded) -> None:
    with pymongo.MongoClient[dict[str, Any]](deployment.store_uri(service)) as client:
        database = client.get_default_database()
        filed = list(database["history"].find({}, {"state": False}))
        around = list(database["aggregates"].find({}, {"state": False, "outbox": False, "words": False}))
    assert filed
    assert free_of_canaries(str(filed))
    assert free_of_canaries(str(around))


def notices(deployment: Embedded) -> Iterator[Path]:
    return (path for path in (deployment.folder / "notices").rglob("*") if path.is_file())


def all_sent(deployment: Embedded, service: str) -> bool:
    with pymongo.MongoClient[dict[str, Any]](deployment.store_uri(service)) as client:
        return client.get_default_database()["aggregates"].count_documents({"outbox.0": {"$exists": True}}) == 0


def done_list(answer: httpx.Response) -> list[dict[str, Any]]:
    assert answer.is_success, answer.text
    read: list[dict[str, Any]] = answer.json()
    return read
