"""Declaring again, after the scope or the lead reviewer's own circumstances changed (RR3)."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from contracts.events.review_registry import LeadReviewerIndependenceLost
from local.partnership import COUNCIL, POLICE
from services.chassis.rules.decisions import Actor
from services.review_registry.domain.review.leading import appoint_lead
from services.review_registry.domain.review.redeclaring import redeclare
from services.review_registry.domain.review.scoping import set_scope
from services.review_registry.domain.review.state import Failing, Review
from tests.builders.refusals import codes
from tests.builders.review_registry import (
    BUSINESS_UNIT,
    DECIDER,
    ID,
    LEAD,
    NOW,
    OFFERED,
    TODAY,
    appointing,
    given,
    led,
    moved,
    redeclared,
    redeclaring,
    scope,
    scoped,
)

INVOLVING = moved(led(), "involvement").state
CLOSE = LeadReviewerIndependenceLost(review=ID, failing=("no-close-relationship",))
VIEWED: dict[str, Any] = {
    "mitigations": ({"test": "no-prior-public-view", "ground": "scope-1", "how": "The article is put before the panel."},),
    "public_view": True,
}


def wider(review: Review) -> Review:
    return set_scope(review, scope(children=("child-a", "child-b")), given()).state


def lost(review: Review) -> tuple[Failing, ...]:
    assert review.lead is not None
    return review.lead.lost


@pytest.mark.parametrize("actor", [LEAD, BUSINESS_UNIT])
def test_declaration_that_fails_stops_the_review(actor: Actor) -> None:
    decided = redeclare(INVOLVING, redeclaring(close_relationship=True), given(actor))
    assert decided.events == (CLOSE,)
    assert codes(partial(moved, facts=OFFERED), decided.state, "analysis") == ["lead/independence-lost"]


def test_former_declarations_stay() -> None:
    review = redeclared(INVOLVING, close_relationship=True)
    assert review.lead is not None
    assert [each.close_relationship for each in review.lead.former_declarations] == [False]
    assert (review.lead.declaration.close_relationship, review.lead.declaration.by) == (True, "p-lead")


def test_lead_does_not_restore_their_own_independence() -> None:
    again = redeclare(redeclared(INVOLVING, close_relationship=True), redeclaring(), given(LEAD))
    assert again.events == ()
    assert [each.test for each in lost(again.state)] == ["no-close-relationship"]
    restored = appoint_lead(again.state, appointing(), given(DECIDER)).state
    assert moved(restored, "analysis", facts=OFFERED).state.stage == "analysis"


def test_same_failure_emits_one_event() -> None:
    review = redeclared(INVOLVING, close_relationship=True)
    assert redeclare(review, redeclaring(close_relationship=True), given(LEAD)).events == ()


def test_declaration_for_a_new_scope_meets_its_gate() -> None:
    assert codes(partial(moved, facts=OFFERED), wider(INVOLVING), "analysis") == ["lead/not-declared"]
    assert moved(redeclared(wider(INVOLVING)), "analysis", facts=OFFERED).state.stage == "analysis"


def test_mitigation_covers_the_scope_that_it_was_declared_for() -> None:
    review = appoint_lead(scoped(), appointing(**VIEWED), given(DECIDER)).state
    assert lost(redeclared(review, public_view=True)) == ()
    assert lost(redeclared(wider(review), public_view=True)) == (Failing(test="no-prior-public-view", ground="scope-2"),)


def test_mitigation_of_an_agency_stays_when_the_scope_widens() -> None:
    left: dict[str, Any] = {"employments": [{"agency": COUNCIL, "since": "2015-01-01", "until": "2025-12-31"}]}
    mitigations = ({"test": "cooling-off", "ground": COUNCIL, "how": "A second reviewer reads that part."},)
    review = appoint_lead(scoped(), appointing(mitigations=mitigations, **left), given(DECIDER)).state
    assert lost(redeclared(wider(review), **left)) == ()


def test_nobody_else_declares_for_the_lead() -> None:
    other = Actor(frozenset({"lead-reviewer"}), "independent", "p-other")
    namesake = Actor(frozenset({"lead-reviewer"}), POLICE, LEAD.person_ref)
    for actor in (other, namesake):
        assert codes(redeclare, INVOLVING, redeclaring(), given(actor)) == ["review/not-its-lead"]
    assert codes(redeclare, scoped(), redeclaring(), given(BUSINESS_UNIT)) == ["lead/none"]


def test_employers_are_checked_again() -> None:
    wrong = redeclaring(employments=[{"agency": "nowhere", "since": "2015-01-01"}])
    assert codes(redeclare, INVOLVING, wrong, given(LEAD)) == ["employment/unknown-agency"]


def test_declaration_has_its_day_after_the_one_before() -> None:
    later = given(LEAD, NOW + timedelta(days=9))
    on_day = redeclaring().model_copy(update={"on": TODAY + timedelta(days=4)})
    review = redeclare(INVOLVING, on_day, later).state
    assert review.lead is not None
    assert review.lead.declaration.on == TODAY + timedelta(days=4)
    earlier = on_day.model_copy(update={"on": TODAY + timedelta(days=3)})
    assert codes(redeclare, review, earlier, later) == ["day/too-early"]
