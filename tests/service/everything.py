"""One of everything that a route may name, brought about as people do."""

import asyncio
from collections.abc import Mapping

from tests.service.action_tracking import steps as acting
from tests.service.calling import Caller, People, done
from tests.service.chassis.test_canaries_of_all import acted, heard, shared
from tests.service.feedback_capture.steps import FACILITATOR
from tests.service.review_registry.found import found
from tests.support.deployment import SERVICES
from tests.support.embedded import Embedded

Ids = Mapping[str, str]
"""By the beginning of its route."""


def one_of_each(deployment: Embedded, services: Mapping[str, People]) -> Ids:
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


def named_by(route: str, ids: Ids) -> str:
    """The id of what this route is about."""
    (found,) = (id_ for begins, id_ in ids.items() if route.startswith(f"{begins}/{{id}}"))
    return found
