"""An operator sees counts, ids and outcomes, and never a person, on every route that lets operators in (docs/access.md)."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import uuid4

import pytest

from contracts.events.feedback_capture import ImmediateConcernRaised
from contracts.vocabulary.feedback import Urgency
from local.parts.names import SERVICES
from local.scenarios.playing import play
from local.scenarios.review_registry import to_a_finding
from tests.component.harness import Component, Connected
from tests.conformance.everything import OURS, TRACKING, Everything, Ids
from tests.conformance.test_roles import MAY
from tests.service.calling import Caller, done

READS = [
    (service, route.removeprefix("GET "))
    for service in SERVICES
    for route, roles in sorted(MAY[service].items())
    if "operator" in roles and route.startswith("GET ")
]
OF_PEOPLE = {"person_ref", "by", "address", "to", "told", "agency", "roles", "role", "data", "subject", "link"}
"""Fields that hold a person, the role or agency of a person, or the data of an event."""
OWN = "p-operator"
MAY_BE_EMPTY = {"/parked", "/troubled"}


@pytest.fixture(scope="module")
def notified(services: Connected, there: Ids) -> Connected:
    """Returns the services, once a person was notified of an obligation and of a concern."""
    everything = Everything(services, {name: each.people for name, each in services.items()})
    tracking = services[TRACKING]
    today = tracking.clock.now().date().isoformat()
    for role, agency in (("agency-lead", OURS), ("duty-contact", "partnership")):
        holder = {"role": role, "agency": agency, "person_ref": f"p-holds-{role}", "from_day": today}
        everything.do(TRACKING, "business-unit", "/role-holders", holder | {"address": f"{role}@inbox.example"})
    play(everything.at_the_registry, to_a_finding())
    concern = str(uuid4())
    raised = ImmediateConcernRaised(concern=concern, urgency=Urgency.NOW, link=f"https://feedback.example/concerns/{concern}")
    tracking.receive(raised, concern, 1)
    services.drain()
    return services


def leaves(shown: Any) -> Iterator[tuple[str, Any]]:
    """Yields the name and value of every field, however deep."""
    if isinstance(shown, Mapping):
        for name, each in shown.items():
            yield name, each
            yield from leaves(each)
    elif isinstance(shown, list):
        for each in shown:
            yield from leaves(each)


def people_of(service: Component) -> set[str]:
    """Returns every reference of a person that the service has stored, and every agency of the settings."""
    stored = [*service.stored(), *service.stored("history")]
    named = {value for name, value in leaves(stored) if name in {"person_ref", "by", "author"} and isinstance(value, str)}
    assert named
    return {*named, *service.framework.agency_codes()} - {OWN, "system", "anybody"}


def answers(operator: Caller, path: str, service: Component) -> list[Any]:
    """Returns what the route answers: of every thread, or the first page of the list."""
    if "{id}" not in path:
        return [done(operator.get(path))]
    threads = {thread for entry in service.stored("history") if entry["events"] for thread in entry["threads"]}
    found = [operator.get(path.format(id=each)) for each in sorted(threads)]
    return [done(each) for each in found if each.status_code != 404]


@pytest.mark.parametrize(("service", "path"), READS)
def test_operator_sees_no_person(service: str, path: str, notified: Connected) -> None:
    component = notified[service]
    found = list(leaves(answers(component("operator", agency="independent", person_ref=OWN), path, component)))
    assert found or path in MAY_BE_EMPTY
    assert not {name for name, _ in found} & OF_PEOPLE
    people = people_of(component)
    assert [(name, value) for name, value in found if isinstance(value, str) and value in people] == []
    texts = " ".join(value for _, value in found if isinstance(value, str))
    assert "@" not in texts
    assert [each for each in people if each.startswith("p-") and each in texts] == []
