"""What holds for every route of every service, whoever calls it."""

import re
from collections.abc import Iterator

import pytest
from fastapi.routing import APIRoute, iter_route_contexts

from local.parts.names import SERVICES
from services.chassis.http.headers import HEADERS
from tests.component.harness import Component, Connected
from tests.conformance.everything import Ids
from tests.service.calling import refused


def routes(service: Component) -> Iterator[APIRoute]:
    for context in iter_route_contexts(service.app.routes):
        if isinstance(context.original_route, APIRoute):
            yield context.original_route


def address(path: str) -> str:
    return re.sub(r"\{\w+\}", "0b1e6a52-7c0e-4c55-9d0a-1f6f2f1d7a31", path)


@pytest.mark.parametrize("name", SERVICES)
def test_every_answer_has_the_headers_that_protect_it(name: str, services: Connected) -> None:
    service = services[name]
    called = [(method, route.path) for route in routes(service) for method in route.methods or ()]
    assert len(called) > 20
    for method, path in called:
        answer = service.client.request(method, address(path), json={} if method == "POST" else None)
        assert {each.lower() for each in HEADERS} <= set(answer.headers), path
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"], path
        assert answer.headers["Cache-Control"] == "no-store", path


@pytest.mark.parametrize("name", SERVICES)
def test_every_route_refuses_a_body_that_no_form_has(name: str, services: Connected) -> None:
    """A person is signed in before, so this asks as one, or as nobody where nobody is asked for."""
    service = services[name]
    signed = service("business-unit", "operator", "decider").headers("a-key-that-is-long-enough-for-all")
    for route in routes(service):
        if "POST" not in (route.methods or ()):
            continue
        body = '{"reason": "a", "reason": "b"}'
        headers = signed | {"Content-Type": "application/json"}
        answer = service.client.post(address(route.path), content=body, headers=headers)
        codes = refused(answer, 422) if answer.status_code == 422 else []
        assert ("request/repeated-field", "reason") in codes or answer.status_code == 403, (route.path, answer.text)


def test_link_begins_with_the_public_address_whatever_the_host(services: Connected, there: Ids) -> None:
    service = services["review-registry"]
    lies = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "ftp"}
    answer = service.client.get("/reviews?limit=1", headers=service("business-unit").headers() | lies)
    assert answer.headers["Link"].startswith(f"<{service.service.settings.public_url}/reviews?")
    assert "evil" not in answer.headers["Link"]
