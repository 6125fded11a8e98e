"""Whatever is sent, no service breaks: no answer is a fault of ours, and no consumer stops."""

import os
import random
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import uuid4

import httpx
import pymongo
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.generation.modes import GenerationMode

from contracts.events.review_registry import ReviewOpened
from local.deployment import SERVICES
from local.embedded import Embedded
from local.partnership import COUNCIL
from local.waiting import eventually
from local.wire import Wire, send, wire
from services.action_tracking import reactions as tracking
from services.feedback_capture import reactions as feedback
from services.learning_dissemination import reactions as learning
from services.review_registry import reactions as registry
from tests.service.action_tracking.steps import asked
from tests.service.calling import People, done
from tests.service.everything import Ids, named_by, one_of_each
from tests.service.test_roles import ROLES

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
"""To make what is wrong takes long: of so many routes one, unless more is asked for. `test_canaries_of_all.py` sends every
command wrong bodies too."""
REGISTRY, TRACKING, FEEDBACK, LEARNING = SERVICES
LISTENING = {
    REGISTRY: registry.LISTENS_TO,
    TRACKING: tracking.LISTENS_TO,
    FEEDBACK: feedback.LISTENS_TO,
    LEARNING: learning.LISTENS_TO,
}
HEADERS = ("ce_id", "ce_type", "ce_source", "ce_partitionkey", "ce_sequence", "content-type", "x")
RECORDS = 20
"""On each topic."""


@pytest.fixture(scope="module")
def there(deployment: Embedded, services: Mapping[str, People]) -> Ids:
    """What a route can name, so that what is sent gets as far as it can."""
    return one_of_each(deployment, services)


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("service", SERVICES)
def test_whatever_is_sent_to_a_route_is_answered(
    service: str, mode: GenerationMode, there: Ids, services: Mapping[str, People]
) -> None:
    """By somebody who may do everything; of what is there, and of what is not."""
    people = services[service]
    everybody = people(*ROLES)
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
            for _ in about(case, there):
                answer = case.call(base_url=str(people.client.base_url), headers=everybody.headers(str(uuid4())))
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


async def test_random_bytes_on_every_topic_stop_no_consumer(deployment: Embedded, services: Mapping[str, People]) -> None:
    """Each is parked by everybody who listens there, and what comes behind it is heard."""
    before = {name: parked(deployment, name) for name in SERVICES}
    chance = random.Random(20)  # noqa: S311 - the same noise in every run
    for topic in SERVICES:
        await send(deployment, topic, [noise(chance) for _ in range(RECORDS)])
    review = str(uuid4())
    opened = ReviewOpened(review=review, review_type="lcspr", restricted=False, statutory=True)
    await send(deployment, REGISTRY, [wire(opened, review, 1)])
    for name in SERVICES:
        due = before[name] + RECORDS * len(LISTENING[name])
        assert eventually(lambda name=name, due=due: parked(deployment, name) == due, within=30, what=f"{name} parked them all")  # type: ignore[misc]
        assert services[name].client.get("/health/ready").is_success
    (obligation,) = await asked(deployment, services[TRACKING], COUNCIL)
    assert eventually(lambda: known(deployment, obligation), what=f"{REGISTRY} hears of it by {TRACKING}, which heard of it")
    for name, path in ((FEEDBACK, "/involvements"), (LEARNING, "/plans")):
        unit = services[name]("business-unit")
        assert eventually(lambda unit=unit, path=path: unit.get(path, review=review).json(), what=f"{name} hears of it")  # type: ignore[misc]


def known(deployment: Embedded, obligation: str) -> bool:
    """To the registry."""
    with pymongo.MongoClient[dict[str, Any]](deployment.store_uri(REGISTRY)) as client:
        return client.get_default_database()["aggregates"].find_one({"_id": obligation}) is not None


def noise(chance: random.Random) -> Wire:
    headers = tuple((chance.choice(HEADERS), chance.randbytes(chance.randrange(40))) for _ in range(chance.randrange(5)))
    return Wire(chance.randbytes(12), headers, chance.choice([None, b"", chance.randbytes(chance.randrange(500))]))


def parked(deployment: Embedded, service: str) -> int:
    with pymongo.MongoClient[dict[str, Any]](deployment.store_uri(service)) as client:
        return client.get_default_database()["parked"].count_documents({"status": "troubled"})
