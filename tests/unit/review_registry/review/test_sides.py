"""The sides of a review (RR3, RR6)."""

from datetime import date

from contracts.vocabulary.reviews import AgencyPart
from local.partnership import COUNCIL, FRAMEWORK, POLICE
from services.chassis.rules.decisions import Actor
from services.review_registry.domain.review.scoping import AgencyTakingPart, set_scope
from services.review_registry.domain.review.sides import acts_under_review
from tests.builders.review_registry import given, in_scoping, scope, scoped

MERGED = FRAMEWORK.model_copy(
    update={
        "agencies": tuple(
            each.model_copy(update={"to_day": date(2026, 1, 31), "successor": "cafcass"}) if each.code == POLICE else each
            for each in FRAMEWORK.agencies
        )
    }
)
"""Settings in which another agency took over from the police."""


def decider(agency: str) -> Actor:
    return Actor(frozenset({"decider"}), agency, "p-decider")


def test_only_those_who_act_for_an_agency_under_review_are_on_a_side() -> None:
    agencies = (COUNCIL, POLICE, "cafcass", "partnership")
    assert [each for each in agencies if acts_under_review(scoped(), decider(each), FRAMEWORK)] == [COUNCIL, POLICE]


def test_successor_of_an_agency_under_review_is_on_its_side() -> None:
    assert acts_under_review(scoped(), decider("cafcass"), MERGED)


def test_contributing_agency_is_on_no_side() -> None:
    contributing = AgencyTakingPart(agency=COUNCIL, part=AgencyPart.CONTRIBUTING)
    review = set_scope(in_scoping(), scope(agencies=(contributing,)), given()).state
    assert not acts_under_review(review, decider(COUNCIL), FRAMEWORK)
    assert not acts_under_review(in_scoping(), decider(COUNCIL), FRAMEWORK), "no scope yet"
