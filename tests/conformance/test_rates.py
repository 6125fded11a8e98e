"""Every route counts its callers, and answers 429 to one who calls too often. Health never does."""

from datetime import timedelta

import pytest

from local.partnership import COUNCIL
from local.parts.names import SERVICES
from tests.component.harness import Connected
from tests.component.limits import limited
from tests.conformance.test_roles import HEALTH, MAY, PUBLIC, called
from tests.service.calling import Caller, agency_of, done, refused

ONE = "1/minute"
SIGNED_IN = [(service, route) for service in SERVICES for route in sorted(MAY[service])]
OPEN = [(service, route) for service in SERVICES for route in sorted(PUBLIC[service])]


@pytest.mark.parametrize(("service", "route"), SIGNED_IN)
def test_route_counts_the_person_who_calls(service: str, route: str, services: Connected) -> None:
    people = services[service]
    role = min(MAY[service][route])
    one, other = (people(role, agency=agency_of(role, COUNCIL), person_ref=each) for each in ("p-often", "p-once"))
    with limited(people, rate_reads=ONE, rate_commands=ONE) as clock:
        assert called(one, route).status_code != 429
        answer = called(one, route)
        assert (refused(answer, 429), answer.headers["Retry-After"]) == ([], "60")
        assert called(other, route).status_code != 429
        clock.advance(timedelta(seconds=60))
        assert called(one, route).status_code != 429


@pytest.mark.parametrize(("service", "route"), OPEN)
def test_public_route_counts_the_address_that_calls(service: str, route: str, services: Connected) -> None:
    people = services[service]
    with limited(people, rate_public=ONE):
        assert called(people.anybody(), route).status_code != 429
        refused(called(people.anybody(), route), 429)
        junk = called(Caller(people.client, "no token"), route)
        assert int(junk.headers["Retry-After"]) > 0, "a header that the route does not read changes nothing"


@pytest.mark.parametrize("service", SERVICES)
def test_wrong_tokens_are_counted_and_right_ones_still_pass(service: str, services: Connected) -> None:
    people, route = services[service], min(MAY[service])
    with limited(people, rate_wrong=ONE):
        refused(called(Caller(people.client, "wrong"), route), 401)
        refused(called(Caller(people.client, "wrong"), route), 429)
        role = min(MAY[service][route])
        assert called(people(role, agency=agency_of(role, COUNCIL)), route).status_code not in (401, 429)


@pytest.mark.parametrize("service", SERVICES)
def test_health_is_never_limited(service: str, services: Connected) -> None:
    people = services[service]
    with limited(people, rate_public=ONE, rate_wrong=ONE):
        for route in sorted(HEALTH) * 3:
            assert people.anybody().get(route.removeprefix("GET ")).status_code in (200, 503)


@pytest.mark.parametrize("service", SERVICES)
def test_every_route_but_health_describes_the_limit(service: str, services: Connected) -> None:
    paths = done(services[service].client.get("/openapi.json"))["paths"]
    without = {
        f"{method.upper()} {path}"
        for path, methods in paths.items()
        for method, operation in methods.items()
        if "429" not in operation["responses"]
    }
    assert without == HEALTH
