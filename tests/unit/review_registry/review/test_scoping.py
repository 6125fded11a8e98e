"""Setting the scope (RR3, R3)."""

from datetime import date
from typing import Any

from contracts.events.review_registry import LeadReviewerIndependenceLost, ReviewScoped
from contracts.vocabulary.reviews import AgencyPart
from local.partnership import COUNCIL, POLICE
from services.chassis.rules.decisions import Decided
from services.review_registry.domain.review.scoping import set_scope
from services.review_registry.domain.review.state import Review
from tests.builders.refusals import codes, places
from tests.builders.review_registry import (
    ID,
    given,
    in_findings,
    in_scoping,
    led,
    moved,
    scope,
    scoped,
    screened,
)


def test_scope_is_refused_with_every_reason() -> None:
    wrong = scope(COUNCIL, "nobody", COUNCIL, period_from=date(2026, 2, 1))
    assert places(set_scope, in_scoping(), wrong, given()) == [
        ("scope/unknown-agency", "agencies/1/agency"),
        ("scope/agency-twice", "agencies"),
        ("scope/period-backwards", "period_to"),
    ]


def test_scope_waits_for_its_stage() -> None:
    assert codes(set_scope, screened(), scope(), given()) == ["review/too-early"]


WORKED_AT: dict[str, Any] = {"employments": [{"agency": "probation", "since": "2015-01-01", "until": None}]}


def widened(review: Review, *more: str) -> Decided[Review]:
    return set_scope(review, scope(COUNCIL, POLICE, *more), given())


def lost() -> Review:
    """Returns a review whose lead works for an agency that came into scope."""
    return widened(led(**WORKED_AT), "probation").state


def test_first_scope_emits_the_agencies_and_their_parts() -> None:
    review = scoped()
    assert review.scope is not None
    assert review.scope.version == 1
    again = widened(review, "probation")
    assert again.events == (
        ReviewScoped(
            review=ID,
            agencies=(COUNCIL, POLICE, "probation"),
            parts=dict.fromkeys((COUNCIL, POLICE, "probation"), AgencyPart.PRACTICE_UNDER_REVIEW),
            version_of_scope=2,
        ),
    )


def test_scope_with_the_leads_employer_loses_independence() -> None:
    decided = widened(led(**WORKED_AT), "probation")
    assert decided.events[1:] == (LeadReviewerIndependenceLost(review=ID, failing=("no-employment",)),)
    assert decided.state.lead is not None
    assert decided.state.lead.lost == ("no-employment",)


def test_lost_independence_emits_one_event() -> None:
    again = widened(lost(), "probation", "cafcass")
    assert [type(event) for event in again.events] == [ReviewScoped]
    assert again.state.lead is not None
    assert again.state.lead.lost == ("no-employment",)


def test_further_failing_rule_emits_all_that_fail() -> None:
    left = {"agency": "cafcass", "since": "2015-01-01", "until": "2025-06-30"}
    review = widened(led(employments=[*WORKED_AT["employments"], left]), "probation").state
    assert widened(review, "probation", "cafcass").events[1:] == (
        LeadReviewerIndependenceLost(review=ID, failing=("no-employment", "cooling-off")),
    )


def test_scope_with_another_agency_keeps_independence() -> None:
    decided = widened(led(**WORKED_AT), "cafcass")
    assert [type(event) for event in decided.events] == [ReviewScoped]
    assert moved(decided.state, "involvement").state.stage == "involvement"


def test_narrower_scope_restores_independence() -> None:
    back = widened(lost())
    assert [type(event) for event in back.events] == [ReviewScoped]
    assert moved(back.state, "involvement").state.stage == "involvement"


def test_scope_may_widen_while_findings_wait() -> None:
    assert widened(in_findings(), "probation").state.stage == "findings"
