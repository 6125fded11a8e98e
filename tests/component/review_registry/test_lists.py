"""Every list of the registry has full pages, and refuses by name what it does not take (RR8)."""

from collections.abc import Mapping

import pytest

from local.partnership import COUNCIL, POLICE
from services.chassis.http.listings import Listing
from services.review_registry.queries.published import PUBLISHED_REVIEWS
from services.review_registry.queries.reviews import REVIEWS
from tests.builders.review_registry import scope
from tests.component.harness import Component
from tests.service.calling import done, refused
from tests.service.review_registry.steps import brought

LISTS: Mapping[str, Listing] = {"/reviews": REVIEWS, "/public/reviews": PUBLISHED_REVIEWS}
OF_EVERY_SERVICE = ("/parked", "/troubled", "/reads", "/disposals", "/legal-holds", "/threads/{id}")
FILTERS = [(path, name) for path, listing in LISTS.items() for name in listing.filters]
ORDERS = [(path, order) for path, listing in LISTS.items() for order in listing.orders]


def test_every_list_is_tried_here(registry: Component) -> None:
    parameters = {
        path: {each["name"] for each in methods["get"].get("parameters", ())}
        for path, methods in registry.app.openapi()["paths"].items()
        if "get" in methods
    }
    lists = {path for path, names in parameters.items() if {"limit", "after"} <= names}
    assert lists - {*OF_EVERY_SERVICE, "/reviews/{id}/history"} == set(LISTS)


@pytest.mark.parametrize("path", LISTS)
def test_list_refuses_a_parameter_that_it_does_not_have(registry: Component, path: str) -> None:
    answer = registry("business-unit").get(path, colour="red")
    assert refused(answer, 422) == [("request/unknown-parameter", "colour")]


@pytest.mark.parametrize(("path", "name"), FILTERS)
def test_list_refuses_a_value_that_its_filter_does_not_take(registry: Component, path: str, name: str) -> None:
    answer = registry("business-unit").get(path, **{name: "no such value"})
    assert refused(answer, 422) == [("request/unknown-value", name)]


@pytest.mark.parametrize(("path", "order"), ORDERS)
def test_list_takes_each_of_its_orders(registry: Component, path: str, order: str) -> None:
    assert registry("business-unit").get(path, order=order).status_code == 200


def test_pages_are_full_though_others_lie_between(registry: Component) -> None:
    """Of five reviews, three have the agency in scope."""
    unit = registry("business-unit")
    for number in range(5):
        review = brought(registry, "in scoping")
        done(unit.post(f"/reviews/{review}/scope", scope(*(["cafcass", COUNCIL] if number % 2 == 0 else [POLICE]))))
    lead = registry("agency-lead", agency="cafcass")
    first = lead.get("/reviews", limit=2)
    assert len(first.json()) == 2
    assert first.links["next"]["url"].startswith(registry.service.settings.public_url)
    second = lead.client.get(first.links["next"]["url"], headers=lead.headers())
    assert len(second.json()) == 1
    assert "next" not in second.links


def test_filters_find_a_review_by_type_stage_agency_theme_and_lead(registry: Component) -> None:
    review = brought(registry, "in findings")
    (finding,) = done(registry("business-unit").get(f"/reviews/{review}"))["findings"]
    done(registry("business-unit").post(f"/reviews/{review}/confirmations", {"finding": finding["id"]}))
    asked = {
        "type": "near-miss-review",
        "stage": "findings",
        "agency": POLICE,
        "theme": "history-not-used",
        "lead": "p-lead",
    }
    unit = registry("business-unit")
    assert [each["id"] for each in unit.get("/reviews", **asked).json()] == [review]
    assert unit.get("/reviews", **asked | {"lead": "p-other"}).json() == []


def test_reference_works_in_place_of_an_id(registry: Component) -> None:
    unit, review = registry("business-unit"), brought(registry, "screened")
    reference = done(unit.get(f"/reviews/{review}"))["reference"]
    assert done(unit.get(f"/reviews/{reference}"))["id"] == review
    assert unit.get(f"/reviews/{reference}/findings").json() == []
