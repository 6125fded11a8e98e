"""Readers, query keys and threads of a review (RR8)."""

import pytest

from local.partnership import COUNCIL, POLICE
from services.chassis.rules.access import labels_of, may_read
from services.chassis.rules.decisions import ANONYMOUS, Actor
from services.review_registry.domain.review.state import PUBLISHED, RELEASED, Review, keys, readers, threads
from tests.builders.review_registry import ID, in_findings, led, opened
from tests.builders.review_registry_closing import published


def person(role: str, agency: str = "independent", person_ref: str = "p-1") -> Actor:
    return Actor(frozenset({role}), agency, person_ref)


def visible(review: Review, actor: Actor) -> bool:
    return may_read(labels_of(actor), readers(review))


@pytest.mark.parametrize("role", ["business-unit", "decider", "scrutineer", "inspector"])
def test_the_partnerships_own_people_see_every_review(role: str) -> None:
    assert visible(opened(), person(role))


@pytest.mark.parametrize("role", ["contributor", "practitioner", "facilitator", "agency-system", "agency-lead"])
def test_nobody_else_sees_one_that_does_not_concern_them(role: str) -> None:
    assert not visible(led(), person(role, "cafcass", "p-lead"))
    assert not visible(opened(), person(role, COUNCIL))


def test_safeguarding_leads_see_reviews_that_their_agency_takes_part_in() -> None:
    assert visible(led(), person("agency-lead", COUNCIL))
    assert not visible(led(), person("contributor", COUNCIL))


def test_a_lead_reviewer_sees_the_review_that_names_them_while_it_does() -> None:
    assert visible(led(), person("lead-reviewer", person_ref="p-lead"))
    assert not visible(led(), person("lead-reviewer", person_ref="p-other"))
    assert not visible(opened(), person("lead-reviewer", person_ref="p-lead"))
    replaced = led().model_copy(update={"lead": None, "former_leads": (led().lead,)})
    assert not visible(replaced, person("lead-reviewer", person_ref="p-lead"))


def test_a_review_is_found_by_its_codes_and_told_as_its_own_thread() -> None:
    review = in_findings(themes=("neglect", "history-not-used"))
    assert keys(review) == {
        "reference": review.reference,
        "review_type": "lcspr",
        "stage": "findings",
        "agencies": [COUNCIL, POLICE],
        "themes": ["history-not-used", "neglect"],
        "lead": "p-lead",
        "missed": [],
        "opened_at": "2026-03-02T10:00:00+00:00",
        "released": [],
        "published": None,
        "published_on": None,
    }
    assert threads(review) == (ID,)


def test_public_routes_read_a_review_once_something_of_it_is_public() -> None:
    assert not {RELEASED, PUBLISHED} & set(readers(in_findings()))
    assert PUBLISHED in readers(published())
    assert not visible(published(), ANONYMOUS)
