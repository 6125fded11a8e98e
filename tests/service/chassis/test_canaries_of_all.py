"""A canary in every free text of every command; nothing that leaves by another way than to
its readers over the API holds one."""

import asyncio
import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pymongo
import pytest

from local.deployment import SERVICES
from local.embedded import Embedded
from local.partnership import POLICE
from local.waiting import eventually
from tests.conformance.test_roles import MAY, ROLES
from tests.service.action_tracking import steps as acting
from tests.service.calling import People, done
from tests.service.everything import acted, heard, published, reviewed, shared
from tests.service.planting import CANARY, CODED, Planting, free_of_canaries
from tests.service.topic import records

REGISTRY, TRACKING, FEEDBACK, LEARNING = SERVICES
DUTY, LEAD = "duty@inbox.example", "lead@inbox.example"
HOLDERS = (
    {"role": "duty-contact", "agency": "partnership", "person_ref": "p-canary-duty", "address": DUTY},
    {"role": "agency-lead", "agency": POLICE, "person_ref": "p-canary-lead", "address": LEAD},
)
Planters = Mapping[str, People]


@pytest.fixture(scope="module")
def planters(deployment: Embedded) -> Iterator[Planters]:
    """The services, called by people whose every free text is a canary."""
    with ExitStack() as open_:
        yield {name: People(deployment, open_.enter_context(Planting(deployment.url(name)))) for name in SERVICES}


@pytest.fixture(scope="module")
def threads(deployment: Embedded, planters: Planters) -> dict[str, list[str]]:
    """What the services took: their threads' ids, by service."""
    registry, tracking, feedback, learning = (planters[name] for name in SERVICES)
    from_day = acting.today(deployment).isoformat()
    holders = [done(tracking("business-unit").post("/role-holders", each | {"from_day": from_day}), 201) for each in HOLDERS]
    found = {
        REGISTRY: [*reviewed(registry), published(registry)],
        TRACKING: [asyncio.run(acted(deployment, tracking))],
        FEEDBACK: asyncio.run(heard(deployment, tracking, feedback)),
        LEARNING: [asyncio.run(shared(deployment, learning))],
    }
    done(
        tracking("business-unit").post(
            f"/role-holders/{holders[1]['id']}/end", {"to_day": acting.today(deployment).isoformat()}
        )
    )
    acting.next_morning(deployment)
    return found


@pytest.fixture(scope="module")
def noes(services: Mapping[str, People]) -> list[httpx.Response]:
    """The refusals of every command of every service, its texts all canaries, about what is not there and without a form."""
    everything = []
    for name, people in services.items():
        everybody = people(*ROLES)
        with Planting(str(people.client.base_url)) as planting:
            bodies = {path: planting.document.sample(path) for path in planting.document.bodies}
        for path, body in bodies.items():
            at = path.format(id=uuid4())
            everything += [everybody.post(at, each) for each in (body, body | {CANARY: CANARY}, dict.fromkeys(body, CANARY))]
            odd = path.format(id=CODED, finding=CODED)
            everything += [everybody.post(odd, body, key=CANARY), everybody.post(at, body, key=CANARY * 20, if_match=CANARY)]
        for route in (each.removeprefix("GET ") for each in MAY[name] if each.startswith("GET ")):
            at = route.format(id=CODED, code=CODED, gate=CODED, finding=CODED)
            everything += [everybody.get(at), everybody.get(at, after=CANARY, limit=CANARY, review=CANARY, status=CANARY)]
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
    """Of the concern somebody was told at once, of the actions in a digest; what is written there is where to look, and nothing
    that was said."""
    for address in (DUTY, LEAD):
        assert eventually(lambda address=address: sent_to(deployment, address), what=f"{address} is told")  # type: ignore[misc]
    spans = deployment.folder / "spans" / service / f"{service}.jsonl"
    assert eventually(lambda: f'"name": "{LAST[service]}"' in spans.read_text(), what="the span of the last command is written")
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


LAST = {
    REGISTRY: "WithdrawPublication",
    TRACKING: "EndRoleHolding",
    FEEDBACK: "ClearReply",
    LEARNING: "AcknowledgeLearning",
}
"""The command that was given last, to each."""


def sent_to(deployment: Embedded, address: str) -> list[Path]:
    return [path for path in notices(deployment) if f"To: {address}\n" in path.read_text()]


def notices(deployment: Embedded) -> Iterator[Path]:
    return (path for path in (deployment.folder / "notices").rglob("*") if path.is_file())


def all_sent(deployment: Embedded, service: str) -> bool:
    with pymongo.MongoClient[dict[str, Any]](deployment.store_uri(service)) as client:
        return client.get_default_database()["aggregates"].count_documents({"outbox.0": {"$exists": True}}) == 0


def done_list(answer: httpx.Response) -> list[dict[str, Any]]:
    assert answer.is_success, answer.text
    read: list[dict[str, Any]] = answer.json()
    return read
