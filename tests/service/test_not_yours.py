"""access.md: what somebody may not know of is answered as what is not there, on every route and for every role that is not of
the partnership as a whole."""

import asyncio
import re
from collections.abc import Mapping
from uuid import uuid4

import httpx
import pytest

from tests.service.action_tracking import steps as acting
from tests.service.calling import Caller, People, done
from tests.service.chassis.test_canaries_of_all import acted, heard, shared
from tests.service.feedback_capture.steps import FACILITATOR
from tests.service.planting import Document
from tests.service.review_registry.found import found
from tests.service.test_roles import MAY, WIDE
from tests.support.deployment import SERVICES
from tests.support.embedded import Embedded
from tests.unit.action_tracking.given import AUDIT

REGISTRY, TRACKING, FEEDBACK, LEARNING = SERVICES
ELSEWHERE = "cafcass"
Ids = Mapping[str, str]
"""Of something that is there, by the beginning of its route."""


@pytest.fixture(scope="module")
def there(deployment: Embedded, services: Mapping[str, People]) -> Ids:
    """One of everything, of which the strangers know nothing."""
    registry, tracking, feedback, learning = (services[name] for name in SERVICES)
    review, _ = found(registry)
    action = asyncio.run(acted(deployment, tracking))
    (obligation,) = asyncio.run(acting.asked(deployment, tracking, "la-dorset"))
    (heard_of,) = asyncio.run(heard(deployment, tracking, feedback))
    asyncio.run(shared(deployment, learning))
    hears, reads = feedback("facilitator", "business-unit", person_ref=FACILITATOR), learning("business-unit")
    holder = {"role": "agency-lead", "agency": "la-dorset", "person_ref": "p-not-yours", "from_day": "2020-01-01"}

    def newest(caller: Caller, path: str, **of: str) -> str:
        answer = caller.get(path, limit=200, **of)
        assert answer.is_success, answer.text
        return str(answer.json()[-1]["id"])

    return {
        "/reviews": review,
        "/actions": action,
        "/obligations": obligation,
        "/role-holders": str(done(tracking("business-unit").post("/role-holders", holder), 201)["id"]),
        "/involvements": newest(hears, "/involvements", review=heard_of),
        "/contributions": newest(hears, "/contributions"),
        "/surveys": newest(hears, "/surveys"),
        "/responses": newest(hears, "/responses"),
        "/concerns": newest(hears, "/concerns"),
        "/plans": newest(reads, "/plans", review=heard_of),
        "/points": newest(reads, "/points"),
        "/products": newest(reads, "/products"),
        "/deliveries": newest(reads, "/deliveries"),
    }


FOR_ALL_OF_ITS_ROLES = {
    "GET /surveys/{id}/results", "GET /plans/{id}", "GET /points/{id}", "GET /products/{id}", "GET /products/{id}/versions",
}  # fmt: skip
"""What is there to be learnt from, and holds nothing of anybody."""
BODIES = {"/actions/{id}/evidence": AUDIT}
"""Where one that is made from the form alone is refused for its form."""
SCOPED = [
    (service, route, role)
    for service in SERVICES
    for route, roles in sorted(MAY[service].items())
    if "{id}" in route
    for role in sorted(roles - WIDE - {"operator"})
]


@pytest.mark.parametrize(("service", "route", "role"), SCOPED)
def test_it_is_answered_as_what_is_not_there(
    service: str, route: str, role: str, there: Ids, services: Mapping[str, People]
) -> None:
    people = services[service]
    stranger = people(role, agency=ELSEWHERE, person_ref="p-stranger")
    (real,) = (id_ for begins, id_ in there.items() if route.split()[1].startswith(f"{begins}/"))
    document = Document(done(people.client.get("/openapi.json")))
    known, unknown = (answered(stranger, route, id_, document) for id_ in (real, str(uuid4())))
    if route in FOR_ALL_OF_ITS_ROLES:
        assert (known[0], unknown[0]) == (200, 404)
    else:
        assert known == unknown
        assert known[0] == 404 or (known[0] == 409 and "not-your-agency" in known[1])


def answered(caller: Caller, route: str, id_: str, document: Document) -> tuple[int, str]:
    method, path = route.split()
    at = path.format(id=id_, gate="closing")
    answer: httpx.Response = caller.get(at) if method == "GET" else caller.post(at, BODIES.get(path) or document.sample(path))
    return answer.status_code, re.sub(id_, "ID", answer.text)
