"""Hidden reviews are answered like unknown ones (RR8)."""

import re
from uuid import uuid4

import pytest

from local.partnership import COUNCIL
from tests.builders.review_registry import finding
from tests.component.harness import Component
from tests.service.calling import done, refused
from tests.service.review_registry.steps import brought, opened


@pytest.mark.parametrize(
    ("role", "agency", "person_ref"),
    [("agency-lead", "cafcass", ""), ("lead-reviewer", "independent", "p-elsewhere")],
    ids=["an agency that takes no part", "the lead of another review"],
)
def test_unknown_and_hidden_reviews_get_the_same_answer(role: str, agency: str, person_ref: str, registry: Component) -> None:
    review, nobodys = brought(registry, "led"), str(uuid4())
    caller = registry(role, agency=agency, person_ref=person_ref)

    def answers(id_: str) -> list[tuple[int, str]]:
        reads = [caller.get(f"/reviews/{id_}"), caller.get(f"/reviews/{id_}/findings")]
        writes = [caller.post(f"/reviews/{id_}/findings", finding())] if role == "lead-reviewer" else []
        return [(each.status_code, re.sub(id_, "ID", each.text)) for each in (*reads, *writes)]

    assert answers(review) == answers(nobodys)
    assert {status for status, _ in answers(review)} == {404}
    assert review not in caller.get("/reviews", limit=200).text


def test_review_is_shown_to_those_it_concerns(registry: Component) -> None:
    review = brought(registry, "led")
    for caller in (
        registry("agency-lead", agency=COUNCIL),
        registry("lead-reviewer", agency="independent", person_ref="p-lead"),
    ):
        assert done(caller.get(f"/reviews/{review}"))["id"] == review
        assert review in caller.get("/reviews", limit=200, agency=COUNCIL).text


def test_review_without_scope_is_hidden_from_agencies(registry: Component) -> None:
    refused(registry("agency-lead", agency=COUNCIL).get(f"/reviews/{opened(registry('business-unit'))}"), 404)


def test_history_shows_people_by_role_and_pseudonym(registry: Component) -> None:
    review = brought(registry, "screened")
    registry.drain()
    lines = registry("business-unit").get(f"/reviews/{review}/history").json()
    assert [(each["command"], each["roles"]) for each in lines] == [
        ("OpenReview", ["business-unit"]),
        ("ScreenReview", ["decider"]),
    ]
    assert all(each["person_ref"].startswith("p-") for each in lines)
