"""Lists show full pages of what a reader may know, by declared filters and orders alone."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from contracts.events.feedback_capture import ImmediateConcernRaised
from contracts.vocabulary.feedback import Urgency
from local.partnership import POLICE, SECOND_COUNCIL
from services.action_tracking.queries.actions import ACTIONS
from services.action_tracking.queries.notices import DIGESTS, LEDGER, URGENT_NOTICES
from services.action_tracking.queries.obligations import OBLIGATIONS
from services.action_tracking.queries.role_holders import ROLE_HOLDERS
from services.chassis.http.listings import Listing
from tests.component.action_tracking.steps import BEGIN, agreed, appointed, asked
from tests.component.harness import Component
from tests.service.calling import Caller, refused

PATHS: dict[str, Listing] = {
    "/obligations": OBLIGATIONS,
    "/actions": ACTIONS,
    "/role-holders": ROLE_HOLDERS,
    "/digests": DIGESTS,
    "/ledger": LEDGER,
    "/urgent-notices": URGENT_NOTICES,
}
OTHERS: dict[str, tuple[str, str]] = {
    "/obligations": ("agency-lead", SECOND_COUNCIL),
    "/actions": ("contributor", SECOND_COUNCIL),
    "/role-holders": ("agency-lead", SECOND_COUNCIL),
}
"""A person who may call the route, and may know of nothing on the list. No one who may call the others is without all of it."""


@pytest.fixture(scope="module")
def filled(tracking: Component) -> Component:
    """Two of everything, owned by the police."""
    tracking.clock.move_to(BEGIN)
    appointed(tracking, "agency-lead", POLICE, "p-lists-lead")
    appointed(tracking, "business-unit", "partnership", "p-lists-unit")
    agreed(tracking, POLICE)
    tracking.clock.advance(timedelta(days=3))
    agreed(tracking, POLICE, due="2027-05-03")
    asked(tracking, POLICE)
    for _ in range(2):
        concern = str(uuid4())
        link = f"https://feedback.example/concerns/{concern}"
        tracking.receive(ImmediateConcernRaised(concern=concern, urgency=Urgency.NOW, link=link), concern, 1)
    tracking.drain()
    return tracking


def caller(tracking: Component, path: str) -> Caller:
    role, agency = "business-unit", "partnership"
    return tracking(role, agency=agency)


@pytest.mark.parametrize("path", PATHS)
def test_pages_are_full_and_end_without_a_link(path: str, filled: Component) -> None:
    reader = caller(filled, path)
    everything = reader.get(path).json()
    assert len(everything) >= 2
    pages, response = [], reader.get(path, limit=1)
    while True:
        pages.append(response.json())
        if "next" not in response.links:
            break
        response = reader.client.get(response.links["next"]["url"], headers=reader.headers())
    assert [len(page) for page in pages] == [1] * len(everything)
    assert [item for page in pages for item in page] == everything


@pytest.mark.parametrize("path", OTHERS)
def test_list_leaves_out_everything_the_reader_may_not_know(path: str, filled: Component) -> None:
    role, agency = OTHERS[path]
    response = filled(role, agency=agency).get(path, limit=1)
    assert (response.status_code, response.json(), response.links) == (200, [], {})


@pytest.mark.parametrize("path", PATHS)
def test_list_refuses_parameters_that_it_does_not_declare(path: str, filled: Component) -> None:
    assert refused(caller(filled, path).get(path, colour="red"), 422) == [("request/unknown-parameter", "colour")]


@pytest.mark.parametrize(
    ("path", "name"), [(path, name) for path, listing in PATHS.items() for name in listing.filters if name != "about"]
)
def test_filter_refuses_a_value_that_it_does_not_know(path: str, name: str, filled: Component) -> None:
    assert refused(caller(filled, path).get(path, **{name: "no such value"}), 422) == [("request/unknown-value", name)]


ORDERS: list[tuple[str, str, Callable[[dict[str, Any]], Any]]] = [
    ("/actions", "due", lambda item: item["epochs"][-1]["due"]),
    ("/actions", "age", lambda item: item["proposed_at"]),
    ("/obligations", "due", lambda item: item["by"]),
    ("/obligations", "age", lambda item: item["opened_at"]),
    ("/digests", "day", lambda item: item["day"]),
]


@pytest.mark.parametrize(("path", "order", "value"), ORDERS, ids=[f"{path} by {order}" for path, order, _ in ORDERS])
def test_list_is_in_the_order_asked(path: str, order: str, value: Callable[[Any], Any], filled: Component) -> None:
    found = [value(item) for item in caller(filled, path).get(path, order=order).json()]
    assert len(set(found)) > 1
    assert found == sorted(found)


def test_every_order_is_shown_here() -> None:
    declared = {(path, order) for path, listing in PATHS.items() for order in listing.orders}
    assert {(path, order) for path, order, _ in ORDERS} == declared


def test_filters_find_what_they_name(filled: Component) -> None:
    unit = filled("business-unit")
    actions = unit.get("/actions").json()
    first = actions[0]
    assert [each["id"] for each in unit.get("/actions", finding=first["findings"][0]).json()] == [first["id"]]
    assert [each["id"] for each in unit.get("/actions", review=first["reviews"][0]).json()] == [first["id"]]
    assert unit.get("/actions", agency=POLICE, status="agreed", theme="neglect").json() == actions
    assert unit.get("/actions", agency=SECOND_COUNCIL).json() == []
    assert len(unit.get("/obligations", status="open", agency=POLICE).json()) == 1
    assert len(unit.get("/urgent-notices", status="open").json()) == 2
    assert unit.get("/urgent-notices", status="ended").json() == []
    (lead,) = unit.get("/role-holders", role="agency-lead").json()
    assert lead["person_ref"] == "p-lists-lead"
    assert {each["person_ref"] for each in unit.get("/digests", person_ref="p-lists-lead").json()} == {"p-lists-lead"}
    operator = filled("operator", agency="independent")
    refused(operator.get("/digests", person_ref="p-lists-lead"), 403)
    whole = {each["id"]: len(each["lines"]) for each in unit.get("/digests").json()}
    assert {each["id"]: each["lines"] for each in operator.get("/digests").json()} == whole
    assert datetime.fromisoformat(first["proposed_at"]).astimezone(UTC) >= BEGIN
