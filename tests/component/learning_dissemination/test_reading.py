"""Reading: full pages, absent where a reader may not know, and refused by name where a list is asked for something else."""

from datetime import date, timedelta
from typing import Any

import pytest

from local.partnership import COUNCIL, HOSPITAL, POLICE
from tests.component.harness import Component
from tests.component.learning_dissemination.steps import drafted, listed, published, released
from tests.service.calling import Caller, done, refused

LISTS = ("/plans", "/points", "/products", "/library", "/audiences", "/deliveries", "/acknowledgements")
OFFICERS = {"agency": POLICE, "professional_group": "police-response"}
SOCIAL_WORKERS = {"agency": COUNCIL, "professional_group": "social-worker"}
MIDWIVES = {"agency": HOSPITAL, "professional_group": "midwife"}
TODAY = date(2026, 1, 5).isoformat()


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"colour": "red"}, "request/unknown-parameter"),
        ({"limit": "0"}, "request/limit"),
        ({"after": "a1b2"}, "request/cursor"),
    ],
)
def test_list_refuses_each_wrong_parameter_by_name(learning: Component, path: str, asked: dict[str, str], code: str) -> None:
    assert refused(learning("business-unit").get(path, **asked), 422) == [(code, next(iter(asked)))]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/points", "theme"), ("/products", "theme"), ("/products", "kind"), ("/products", "status"), ("/library", "theme"),
        ("/library", "kind"), ("/audiences", "theme"), ("/audiences", "agency"), ("/deliveries", "theme"),
        ("/deliveries", "agency"), ("/deliveries", "status"), ("/proposals", "theme"),
    ],
)  # fmt: skip
def test_filter_refuses_a_code_that_the_framework_lacks(learning: Component, path: str, name: str) -> None:
    assert refused(learning("business-unit").get(path, **{name: "nothing"}), 422) == [("request/unknown-value", name)]


def test_list_refuses_an_order_that_it_lacks(learning: Component) -> None:
    unit = learning("business-unit")
    assert refused(unit.get("/deliveries", order="backwards"), 422) == [("request/unknown-value", "order")]
    assert refused(unit.get("/products", order="day"), 422) == [("request/unknown-parameter", "order")]


def test_list_refuses_a_repeated_parameter(learning: Component) -> None:
    unit = learning("business-unit")
    response = unit.client.get("/products?status=draft&status=approved", headers=unit.headers())
    assert refused(response, 422) == [("request/repeated-parameter", "status")]


def pages(caller: Caller, path: str, **asked: Any) -> list[list[dict[str, Any]]]:
    """Returns every page of a list, by its links."""
    response, found = caller.get(path, **asked), []
    while True:
        found.append(listed(response))
        if "next" not in response.links:
            return found
        response = caller.client.get(response.links["next"]["url"], headers=caller.headers())


def test_pages_of_a_lead_are_full_and_hold_their_own_agency(learning: Component) -> None:
    declared = [OFFICERS, SOCIAL_WORKERS, {**OFFICERS, "professional_group": "manager-supervisor"}, MIDWIVES]
    for segment in declared:
        done(learning("business-unit").post("/audiences", {**segment, "head_count": 7, "as_at": TODAY}), 201)
    found = pages(learning("agency-lead", agency=OFFICERS["agency"]), "/audiences", limit=1)
    assert {len(page) for page in found} == {1}
    assert {item["agency"] for page in found for item in page} == {OFFICERS["agency"]}
    assert len(found) >= 2


def test_delivery_is_absent_for_an_agency_that_takes_no_part(learning: Component) -> None:
    _, point = released(learning)
    product = published(learning, point)
    command = {
        "product": product,
        "segments": [SOCIAL_WORKERS],
        "channel": "team-meeting",
        "on": (date.fromisoformat(TODAY) + timedelta(days=3)).isoformat(),
        "place": "The big room",
        "facilitator": "p-trainer",
    }
    delivery = done(learning("business-unit").post("/deliveries", command), 201)["id"]
    council, police = (learning("agency-lead", agency=each["agency"]) for each in (SOCIAL_WORKERS, OFFICERS))
    assert [each["id"] for each in listed(council.get("/deliveries", product=product))] == [delivery]
    assert listed(police.get("/deliveries", product=product)) == []
    assert listed(police.get("/deliveries", product=product, agency=SOCIAL_WORKERS["agency"])) == []
    refused(police.get(f"/deliveries/{delivery}"), 404)
    assert done(police.get("/reach", product=product))["segments"] == []


def test_draft_is_absent_for_the_public(learning: Component) -> None:
    _, point = released(learning)
    public, draft = learning.anybody(), drafted(learning, point)
    for form in ("", "/html", "/markdown"):
        refused(public.get(f"/library/{draft}{form}"), 404)
    assert draft not in {item["id"] for page in pages(public, "/library") for item in page}
    learning.drain()
    (line,) = listed(learning("scrutineer").get(f"/products/{draft}/history"))
    assert (line["command"], line["product_version"], line["status"]) == ("DraftProduct", 1, "draft")
