"""Whatever is sent, no service breaks: no answer is a fault of ours, and no consumer stops."""

import os
import random
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.generation.modes import GenerationMode

from local.parts.names import SERVICES
from local.scenarios.playing import play
from local.scenarios.review_registry import AGENCIES, to_a_finding
from local.wire import Wire
from services.action_tracking.domain.obligation.state import obligation_id
from tests.component.harness import Connected
from tests.conformance.everything import Everything, Ids, named_by
from tests.conformance.test_roles import MAY
from tests.service.calling import done, on_the_side_of

EXAMPLES = int(os.environ.get("UNTRUSTED_EXAMPLES", "1"))
FUZZ = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
"""So many of each route and mode, the same in every run; `make untrusted` takes many more."""
NEGATIVE_OF = 5
"""To make what is wrong takes long: of so many routes one, unless more is asked for. `test_canaries.py` sends every
command wrong bodies too."""
REGISTRY, TRACKING, FEEDBACK, LEARNING = SERVICES
HEADERS = ("ce_id", "ce_type", "ce_source", "ce_partitionkey", "ce_sequence", "content-type", "x")
RECORDS = 20
"""On each topic."""


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("service", SERVICES)
def test_whatever_is_sent_to_a_route_is_answered(service: str, mode: GenerationMode, there: Ids, services: Connected) -> None:
    """Called by a person who may call it, about a thing that exists and about one that does not."""
    people = services[service]
    schema = schemathesis.openapi.from_dict(signed_in(done(people.client.get("/openapi.json"))))
    operations, answered = 0, 0
    for number, found in enumerate(schema.get_all_operations()):
        if EXAMPLES == 1 and mode is GenerationMode.NEGATIVE and number % NEGATIVE_OF:
            continue
        operation = found.ok()  # type: ignore[union-attr]  # a document that is none ends the test
        operations += 1

        @FUZZ
        @given(case=operation.as_strategy(generation_mode=mode))
        def sent(case: schemathesis.Case[Any]) -> None:
            nonlocal answered
            answered += 1
            may = MAY[service].get(f"{case.method.upper()} {case.path}", {"business-unit"})
            somebody = on_the_side_of(people.people, may)
            for _ in about(case, there):
                answer = called(people.client, case, somebody.headers(str(uuid4())))
                assert answer.status_code < httpx.codes.INTERNAL_SERVER_ERROR, answer.text

        try:
            sent()
        except Unsatisfiable:  # a route that takes nothing can be sent nothing wrong
            assert mode is GenerationMode.NEGATIVE
            operations -= 1
    assert operations
    assert 2 * answered > EXAMPLES * operations


def signed_in(document: dict[str, Any]) -> dict[str, Any]:
    """The document without its headers: what is wrong is in paths, questions and bodies, or all would end at the token."""
    operations = [method for methods in document["paths"].values() for method in methods.values()]
    for each in operations:
        each.pop("security", None)
        each["parameters"] = [parameter for parameter in each.get("parameters", []) if parameter["in"] != "header"]
    document["components"].pop("securitySchemes", None)
    return document


def about(case: schemathesis.Case[Any], there: Ids) -> Iterator[None]:
    """The case as it is, then about something that is there, where the route names something that may be."""
    yield
    if any(case.path.startswith(f"{begins}/{{id}}") for begins in there):
        case.path_parameters = {**case.path_parameters, "id": named_by(case.path, there)}
        yield


def called(client: httpx.Client, case: schemathesis.Case[Any], headers: dict[str, str]) -> httpx.Response:
    """Sends the case as it was made, byte by byte."""
    made = requests.Request(**case.as_transport_kwargs(base_url=str(client.base_url), headers=headers)).prepare()
    body: Any = made.body
    shown: dict[str, Any] = dict(made.headers)
    return client.request(str(made.method), str(made.url), content=body, headers=shown)


def test_random_bytes_on_every_topic_stop_no_consumer(services: Connected) -> None:
    """Every listener parks each record, and what comes behind it is heard."""
    chance = random.Random(20)  # noqa: S311 - the same noise in every run
    before = {name: len(each.troubled()) for name, each in services.items()}
    for topic in SERVICES:
        records = [noise(chance) for _ in range(RECORDS)]
        for each in services.values():
            if topic in each.service.listens:
                each.deliver(topic, *records)
    for name, each in services.items():
        assert len(each.troubled()) == before[name] + RECORDS * len(each.service.listens), name
    everything = Everything(services, {name: each.people for name, each in services.items()})
    made = play(everything.at_the_registry, to_a_finding())
    services.drain(with_trouble=True)
    obligation = obligation_id(made["finding"], AGENCIES[0])
    assert done(services[TRACKING]("business-unit").get(f"/obligations/{obligation}"))["status"] == "open"
    assert obligation in [each["_id"] for each in services[REGISTRY].stored()], "the registry hears of it from action tracking"
    for name, path in ((FEEDBACK, "/involvements"), (LEARNING, "/plans")):
        assert services[name]("business-unit").get(path, review=made["review"]).json(), name
    for each in services.values():
        each.forget("parked")


def noise(chance: random.Random) -> Wire:
    headers = tuple((chance.choice(HEADERS), chance.randbytes(chance.randrange(40))) for _ in range(chance.randrange(5)))
    return Wire(chance.randbytes(12), headers, chance.choice([None, b"", chance.randbytes(chance.randrange(500))]))
