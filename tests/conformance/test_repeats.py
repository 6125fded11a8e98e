"""Every command that is sent again with its key gets the same answer, and changes nothing."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from typing_extensions import override

from local.parts.names import SERVICES
from tests.component.harness import Component, Components
from tests.conformance.endings import ended
from tests.conformance.everything import one_of_each
from tests.conformance.test_roles import MAY, PUBLIC
from tests.service.calling import People

COMMANDS = [
    (service, route.removeprefix("POST "))
    for service in SERVICES
    for route in sorted({*MAY[service], *PUBLIC[service]})
    if route.startswith("POST ") and not route.startswith("POST /parked")
]


@dataclass(frozen=True)
class Repeat:
    """The answers to a command and to its repeat, and what is stored after each."""

    answers: tuple[httpx.Response, httpx.Response]
    stored: tuple[Any, Any]


class Twice(httpx.BaseTransport):
    """Sends every command that works a second time, with the same key."""

    def __init__(self, component: Component) -> None:
        self.component, self.inside = component, component.client
        self.repeats: dict[str, list[Repeat]] = {}

    @override
    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self.inside.send(request)
        if request.method == "POST" and answer.is_success:
            before = self.component.stored()
            again = self.inside.send(request)
            repeat = Repeat((answer, again), (before, self.component.stored()))
            self.repeats.setdefault(request.url.path, []).append(repeat)
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)


@pytest.fixture(scope="module")
def repeats(apart: Components) -> Iterator[Mapping[str, Mapping[str, list[Repeat]]]]:
    """Returns, by service and path, the repeats of all that the examples send."""
    services = apart.connected()
    twice = {name: Twice(service) for name, service in services.items()}
    with pytest.MonkeyPatch.context() as patch:
        for name, service in services.items():
            client = httpx.Client(base_url=service.client.base_url, transport=twice[name])
            patch.setattr(service, "client", client)
            patch.setattr(service, "people", People(service.deployment, client))
        ended(services, one_of_each(services))
        yield {name: each.repeats for name, each in twice.items()}


@pytest.mark.parametrize(("service", "route"), COMMANDS)
def test_command_changes_nothing_when_it_is_repeated(
    service: str, route: str, repeats: Mapping[str, Mapping[str, list[Repeat]]]
) -> None:
    """What operators do with parked records is no command."""
    path = re.sub(r"\{\w+\}", "[^/]+", route)
    found = [repeat for sent, some in repeats[service].items() if re.fullmatch(path, sent) for repeat in some]
    assert found, "no example sends it"
    for each in found:
        first, again = each.answers
        assert (again.status_code, again.json()) == (first.status_code, first.json())
        assert each.stored[0] == each.stored[1]
