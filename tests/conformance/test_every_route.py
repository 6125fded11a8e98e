"""Rules that every route of every service keeps, for each caller."""

import re
from collections.abc import Iterator

import pytest
from fastapi.routing import APIRoute, iter_route_contexts

from local.parts.names import SERVICES
from services.chassis.http.headers import HEADERS
from services.chassis.http.openapi import roles
from tests.component.harness import Component, Connected
from tests.service.calling import on_the_side_of, refused


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
    headers = {"Content-Type": "application/json"}
    for route in routes(service):
        if "POST" not in (route.methods or ()):
            continue
        may = roles(route.dependant)
        who = on_the_side_of(service.people, may) if may else service.anybody()
        signed = who.headers("a-key-that-is-long-enough-for-all") | headers
        answer = service.client.post(address(route.path), content='{"reason": "a", "reason": "b"}', headers=signed)
        assert ("request/repeated-field", "reason") in refused(answer, 422), (route.path, answer.text)
