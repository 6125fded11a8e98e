"""What somebody may not know of is answered as what is not there, on every route and for every role that is not of
the partnership as a whole."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import httpx
import pytest

from local.parts.names import SERVICES
from tests.builders.action_tracking import AUDIT
from tests.component.harness import Connected
from tests.conformance.everything import Ids, named_by
from tests.conformance.planting import Document
from tests.conformance.test_roles import MAY, WIDE
from tests.service.calling import Caller, agency_of, done

ELSEWHERE = "cafcass"


FOR_ALL_OF_ITS_ROLES = {"GET /surveys/{id}/results"}
"""What is there to be learnt from, and holds nothing of anybody."""
OFFER = {"measured": "9 of 10", "new_starters_know": True}
BODIES: Mapping[str, Any] = {"/actions/{id}/recheck-offers": OFFER, "/actions/{id}/evidence": AUDIT}
"""Where one that is made from the form alone is refused for its form."""
KNOWN_TO: dict[str, tuple[str, ...]] = {"facilitator": ("/concerns/", "/deliveries/")}
"""Things that every holder of the role knows, because they all act for the partnership."""
SCOPED = [
    (service, route, role)
    for service in SERVICES
    for route, roles in sorted(MAY[service].items())
    if "{id}" in route
    for role in sorted(roles - WIDE - {"operator"})
    if not route.split()[1].startswith(KNOWN_TO.get(role, ("nothing",)))
]


@pytest.mark.parametrize(("service", "route", "role"), SCOPED)
def test_it_is_answered_as_what_is_not_there(service: str, route: str, role: str, there: Ids, services: Connected) -> None:
    people = services[service]
    stranger = people(role, agency=agency_of(role, ELSEWHERE), person_ref="p-stranger")
    real = named_by(route.split()[1], there)
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
