"""What is not yours is as unknown as what is not there."""

import re
from uuid import uuid4

import pytest

from local.partnership import COUNCIL
from local.waiting import eventually
from tests.builders.review_registry import finding
from tests.service.calling import Caller, People, done, refused
from tests.service.review_registry.steps import brought, opened


@pytest.mark.parametrize(
    ("role", "agency", "person_ref"),
    [("agency-lead", "cafcass", ""), ("lead-reviewer", "independent", "p-elsewhere")],
    ids=["an agency that takes no part", "the lead of another review"],
)
def test_what_is_not_yours_is_answered_as_what_is_not_there(role: str, agency: str, person_ref: str, registry: People) -> None:
    review, nobodys = brought(registry, "led"), str(uuid4())
    caller = registry(role, agency=agency, person_ref=person_ref)

    def answers(id_: str) -> list[tuple[int, str]]:
        reads = [caller.get(f"/reviews/{id_}"), caller.get(f"/reviews/{id_}/findings")]
        writes = [caller.post(f"/reviews/{id_}/findings", finding())] if role == "lead-reviewer" else []
        return [(each.status_code, re.sub(id_, "ID", each.text)) for each in (*reads, *writes)]

    assert answers(review) == answers(nobodys)
    assert {status for status, _ in answers(review)} == {404}
    assert review not in caller.get("/reviews", limit=200).text


def test_who_is_concerned_sees_it(registry: People) -> None:
    review = brought(registry, "led")
    for caller in (registry("agency-lead", agency=COUNCIL), registry("lead-reviewer", person_ref="p-lead")):
        assert done(caller.get(f"/reviews/{review}"))["id"] == review
        assert review in caller.get("/reviews", limit=200, agency=COUNCIL).text


def test_before_it_has_a_scope_no_agency_knows_of_a_review(registry: People, unit: Caller) -> None:
    refused(registry("agency-lead", agency=COUNCIL).get(f"/reviews/{opened(unit)}"), 404)


def test_history_tells_who_by_role_and_pseudonym(registry: People, unit: Caller) -> None:
    review = brought(registry, "screened")
    lines = eventually(lambda: (seen := unit.get(f"/reviews/{review}/history").json())[1:] and seen, what="both are filed")
    assert [(each["command"], each["roles"]) for each in lines] == [
        ("OpenReview", ["business-unit"]),
        ("ScreenReview", ["decider"]),
    ]
    assert all(each["person_ref"].startswith("p-") for each in lines)
