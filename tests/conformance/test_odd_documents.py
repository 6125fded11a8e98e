"""One odd document fails no list: the others are shown, and a header names the one that is left out."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

import httpx
import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from pydantic import BaseModel

from local.parts.names import SERVICES
from services.chassis.clock.sweep import COUNTED
from services.chassis.http.left_out import HEADER
from services.chassis.http.listings import _items
from services.chassis.http.openapi import roles
from services.chassis.room.reading import LEFT_OUT, Page
from services.chassis.room.room import given_to
from services.chassis.rules.decisions import Given
from tests.component.harness import Component, Connected
from tests.conformance.everything import FACILITATOR, OURS, Ids
from tests.service.calling import Caller, agency_of, done

ODD = {"what": "No version of the service has written this."}


def lists(service: Component) -> dict[str, tuple[str, ...]]:
    """Returns the path of each list, and the roles that may read it."""
    routes = [context.original_route for context in iter_route_contexts(service.app.routes)]
    return {
        route.path: roles(route.dependant)
        for route in routes
        if isinstance(route, APIRoute)
        and {"after", "limit"} <= {each["name"] for each in (route.openapi_extra or {}).get("parameters", ())}
    }


def reader(service: Component, may: Sequence[str]) -> Iterator[Caller]:
    """Yields people who may read a list, until one of them sees something."""
    if not may:
        yield service.anybody()
    for role in sorted(may):
        yield service(role, agency=agency_of(role, OURS), person_ref=FACILITATOR if role == "facilitator" else "")


def shows(answer: httpx.Response) -> bool:
    """Whether an answer is a list that holds something."""
    return answer.is_success and bool(answer.json())


@contextmanager
def odd(service: Component, id_: str) -> Iterator[None]:
    """Gives a document a state that no model reads."""

    async def put(state: Any) -> None:
        await service.service.store.aggregates.update_one({"_id": id_}, {"$set": {"state": state}})

    (before,) = [each for each in service.stored() if each["_id"] == id_]
    service.run(put(ODD))
    try:
        yield
    finally:
        service.run(put(before["state"]))


@pytest.mark.parametrize("name", SERVICES)
def test_list_goes_on_without_a_document_that_cannot_be_read(name: str, services: Connected, there: Ids) -> None:
    service, shown = services[name], set()
    for path, may in lists(service).items():
        asked = next((who for who in reader(service, may) if shows(who.get(path, limit=200))), None)
        if asked is None:
            continue
        whole: list[dict[str, Any]] = asked.get(path, limit=200).json()
        assert HEADER not in asked.get(path).headers
        ids = {each["_id"] for each in service.stored()}
        id_ = next((value for value in whole[-1].values() if isinstance(value, str) and value in ids), None)
        if id_ is None:
            continue
        shown.add(path)
        with odd(service, id_):
            answer = asked.get(path, limit=200)
            rest: list[dict[str, Any]] = done(answer)  # type: ignore[assignment]
            assert rest == [each for each in whole if id_ not in each.values()], path
            assert answer.headers[HEADER] == id_
            assert walked(asked, path) == rest
    assert len(shown) >= 2, shown


def walked(asked: Caller, path: str) -> list[dict[str, Any]]:
    """Returns a list page by page, each with one item at most."""
    found: list[dict[str, Any]] = []
    answer = asked.get(path, limit=1)
    while True:
        found += answer.json()
        if "next" not in answer.links:
            return found
        answer = asked.client.get(answer.links["next"]["url"].partition("://")[2].partition("/")[2], headers=asked.headers())


@pytest.mark.parametrize("name", SERVICES)
def test_clock_goes_on_beside_documents_that_cannot_be_read(name: str, services: Connected, there: Ids) -> None:
    """One odd document of each kind is due. The sweep steps back from them, and measures all the same."""
    service = services[name]
    one_of_each = {each["kind"]: each["_id"] for each in service.stored() if each.get("alarm_at")}
    with ExitStack() as stack:
        for id_ in one_of_each.values():
            stack.enter_context(odd(service, id_))
        service.sweep.counted = -COUNTED * 2
        before = service.sweep.counted
        service.run(service.sweep.turn())
        assert service.sweep.counted > before


def test_list_goes_on_without_a_document_that_cannot_be_shown(services: Connected, there: Ids) -> None:
    service = services["action-tracking"]
    kind = service.service.store.kinds["action"]
    documents = service.run(service.service.store.find(kind, {}))
    last = documents[-1].id

    async def show(states: Sequence[Any], given: Given) -> list[BaseModel]:
        if any(each.id == last for each in states):
            raise OverflowError
        return list(states)

    async def shown() -> tuple[list[Any], list[str]]:
        left_out: list[str] = []
        LEFT_OUT.set(left_out)
        return await _items(show, kind, Page(documents, None), given_to(service.room)), left_out

    assert service.run(shown()) == ([each.state for each in documents[:-1]], [last])


@pytest.mark.parametrize("name", SERVICES)
def test_every_list_says_that_it_may_leave_something_out(name: str, services: Connected) -> None:
    document = done(services[name].client.get("/openapi.json"))
    for path in lists(services[name]):
        assert HEADER in document["paths"][path]["get"]["responses"]["200"]["headers"]
