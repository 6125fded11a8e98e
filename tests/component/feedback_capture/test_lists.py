"""Every list of feedback capture has full pages, and refuses by name what it does not take (FC6)."""

from collections.abc import Mapping

import pytest

from services.chassis.http.listings import Listing
from services.feedback_capture.queries.concerns import CONCERNS
from services.feedback_capture.queries.contributions import CONTRIBUTIONS
from services.feedback_capture.queries.involvements import INVOLVEMENTS
from services.feedback_capture.queries.late_feedback import LATE
from services.feedback_capture.queries.replies import DRAFTS, REPLIES
from services.feedback_capture.queries.responses import RESPONSES
from services.feedback_capture.queries.summaries import SUMMARIES
from services.feedback_capture.queries.surveys import SURVEYS
from tests.component.feedback_capture.steps import FACILITATOR, contributed, facilitator, opened
from tests.component.harness import Component
from tests.service.calling import refused

LISTS: Mapping[str, Listing] = {
    "/involvements": INVOLVEMENTS,
    "/contributions": CONTRIBUTIONS,
    "/surveys": SURVEYS,
    "/responses": RESPONSES,
    "/concerns": CONCERNS,
    "/summaries": SUMMARIES,
    "/drafts": DRAFTS,
    "/replies": REPLIES,
    "/late-feedback": LATE,
}
OF_EVERY_SERVICE = ("/parked", "/troubled", "/reads", "/disposals", "/legal-holds", "/threads/{id}")
FILTERS = [(path, name) for path, listing in LISTS.items() for name in listing.filters]


def test_every_list_is_tried_here(feedback: Component) -> None:
    parameters = {
        path: {each["name"] for each in methods["get"].get("parameters", ())}
        for path, methods in feedback.service.app.openapi()["paths"].items()
        if "get" in methods
    }
    lists = {path for path, names in parameters.items() if {"limit", "after"} <= names}
    assert lists - {*OF_EVERY_SERVICE} == set(LISTS)


@pytest.mark.parametrize("path", LISTS)
def test_list_refuses_a_parameter_that_it_does_not_have(feedback: Component, path: str) -> None:
    answer = feedback("business-unit").get(path, colour="red")
    assert refused(answer, 422) == [("request/unknown-parameter", "colour")]


@pytest.mark.parametrize(("path", "name"), FILTERS)
def test_list_refuses_a_value_that_its_filter_does_not_take(feedback: Component, path: str, name: str) -> None:
    answer = feedback("business-unit").get(path, **{name: "no such value"})
    assert refused(answer, 422) == [("request/unknown-value", name)]


@pytest.mark.parametrize(("path", "order"), [(path, order) for path, listing in LISTS.items() for order in listing.orders])
def test_list_takes_each_of_its_orders(feedback: Component, path: str, order: str) -> None:
    assert feedback("business-unit").get(path, order=order).json() == []


def test_pages_are_full_though_others_lie_between(feedback: Component) -> None:
    """Of five involvements, a facilitator is named in three."""
    for number in range(5):
        _, shown = opened(feedback)
        if number % 2 == 0:
            facilitator(feedback, shown)
    named = feedback("facilitator", person_ref=FACILITATOR)
    first = named.get("/involvements", limit=2)
    assert len(first.json()) == 2
    second = named.client.get(first.links["next"]["url"], headers=named.headers())
    assert len(second.json()) == 1
    assert "next" not in second.links


def test_list_of_contributions_takes_all_reviews_that_name_a_facilitator(feedback: Component) -> None:
    before = len(feedback("facilitator", person_ref=FACILITATOR).get("/contributions").json())
    for _ in range(2):
        contributed(feedback)
    named = feedback("facilitator", person_ref=FACILITATOR)
    assert len(named.get("/contributions").json()) == before + 2
    assert feedback("facilitator", person_ref="f-of-another-review").get("/contributions").json() == []
