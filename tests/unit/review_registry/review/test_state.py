"""Readers, query keys and threads of a review (RR8)."""

import json
import re

import pytest

from local.partnership import COUNCIL, POLICE
from services.chassis.rules.access import labels_of, may_read
from services.chassis.rules.decisions import ANONYMOUS, Actor
from services.chassis.rules.values import CommandBody, Value
from services.review_registry.domain.review import state
from services.review_registry.domain.review.state import PUBLISHED, RELEASED, Review, keys, readers, threads
from tests.builders.review_registry import ID, confirmed, in_findings, led, opened
from tests.builders.review_registry_closing import published


def person(role: str, agency: str = "independent", person_ref: str = "p-1") -> Actor:
    return Actor(frozenset({role}), agency, person_ref)


def visible(review: Review, actor: Actor) -> bool:
    return may_read(labels_of(actor), readers(review))


@pytest.mark.parametrize("role", ["business-unit", "decider", "scrutineer", "inspector"])
def test_people_of_the_partnership_see_every_review(role: str) -> None:
    assert visible(opened(), person(role))


@pytest.mark.parametrize("role", ["contributor", "practitioner", "facilitator", "agency-system", "agency-lead"])
def test_review_is_hidden_from_people_it_does_not_concern(role: str) -> None:
    assert not visible(led(), person(role, "cafcass", "p-lead"))
    assert not visible(opened(), person(role, COUNCIL))


@pytest.mark.parametrize("role", ["agency-lead", "contributor"])
def test_agencies_see_the_reviews_that_name_them(role: str) -> None:
    assert visible(led(), person(role, COUNCIL))
    assert not visible(led(), person(role, "cafcass"))


def test_lead_reviewer_sees_the_review_while_appointed() -> None:
    assert visible(led(), person("lead-reviewer", person_ref="p-lead"))
    assert not visible(led(), person("lead-reviewer", person_ref="p-other"))
    assert not visible(opened(), person("lead-reviewer", person_ref="p-lead"))
    replaced = led().model_copy(update={"lead": None, "former_leads": (led().lead,)})
    assert not visible(replaced, person("lead-reviewer", person_ref="p-lead"))


def test_query_keys_hold_codes_alone() -> None:
    draft = in_findings(themes=("neglect", "history-not-used"))
    review = confirmed(draft).state
    assert keys(draft)["themes"] == [], "which a filter would give away"
    assert keys(review) == {
        "reference": review.reference,
        "review_type": "lcspr",
        "stage": "findings",
        "agencies": [COUNCIL, POLICE],
        "themes": ["history-not-used", "neglect"],
        "lead": "p-lead",
        "overdue": [],
        "waits": "yes",
        "findings": [review.findings[0].id],
        "opened_at": "2026-03-02T10:00:00+00:00",
        "released": [],
        "published": None,
        "published_on": None,
    }
    assert threads(review) == (ID,)


def test_public_routes_read_a_review_once_it_is_published() -> None:
    assert not {RELEASED, PUBLISHED} & set(readers(in_findings()))
    assert PUBLISHED in readers(published())
    assert not visible(published(), ANONYMOUS)


def test_limits_on_what_people_enter_make_no_stored_review_unreadable() -> None:
    """A command may become stricter. What was stored before must stay readable."""
    stored: list[type[object]] = [each for each in vars(state).values() if isinstance(each, type) and issubclass(each, Value)]
    assert Review in stored
    assert [each.__name__ for each in stored if issubclass(each, CommandBody)] == []
    assert not {"minLength", "minItems", "maxItems"} & set(re.findall(r'"(\w+)":', json.dumps(Review.model_json_schema())))
