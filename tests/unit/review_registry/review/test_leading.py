"""RR3: a wider scope asks anew whether the lead is independent, and nothing moves while the lead is not."""

from typing import Any

from contracts.events.review_registry import LeadReviewerIndependenceLost, ReviewScoped
from contracts.vocabulary.reviews import AgencyPart
from local.partnership import COUNCIL, POLICE
from services.chassis.rules.decisions import Decided
from services.review_registry.domain.review.leading import appoint_lead
from services.review_registry.domain.review.scoping import set_scope
from services.review_registry.domain.review.state import Review
from tests.builders.refusals import codes
from tests.builders.review_registry import (
    DECIDER,
    ID,
    analysed,
    appointing,
    given,
    in_findings,
    in_scoping,
    led,
    moved,
    scope,
    scoped,
)

WORKED_AT: dict[str, Any] = {"employments": [{"agency": "probation", "since": "2015-01-01", "until": None}]}


def widened(review: Review, *more: str) -> Decided[Review]:
    return set_scope(review, scope(COUNCIL, POLICE, *more), given())


def lost() -> Review:
    """Its lead works for an agency that came into scope."""
    return widened(led(**WORKED_AT), "probation").state


def test_an_appointment_is_a_decision_with_who_made_it() -> None:
    review = led()
    assert review.lead is not None
    assert (review.lead.person_ref, review.lead.appointed_by, review.lead.lost) == ("p-lead", "p-decider", ())
    assert [(each.decision, each.outcome) for each in review.decisions] == [("screen", "local-review"), ("appoint", "appoint")]


def test_a_mitigated_appointment_says_so() -> None:
    mitigations = ({"test": "no-prior-public-view", "how": "The article is put before the panel."},)
    review = appoint_lead(scoped(), appointing(mitigations=mitigations, public_view=True), given(DECIDER)).state
    assert review.decisions[-1].outcome == "appoint-with-mitigation"


def test_nobody_is_appointed_before_there_is_a_scope_to_be_independent_of() -> None:
    assert codes(appoint_lead, in_scoping(), appointing(), given(DECIDER)) == ["review/too-early"]


def test_the_first_scope_says_who_takes_part_and_how() -> None:
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


def test_widening_to_where_the_lead_works_loses_the_independence() -> None:
    decided = widened(led(**WORKED_AT), "probation")
    assert decided.events[1:] == (LeadReviewerIndependenceLost(review=ID, failing=("no-employment",)),)
    assert decided.state.lead is not None
    assert decided.state.lead.lost == ("no-employment",)


def test_it_is_told_once_however_often_the_scope_is_set() -> None:
    again = widened(lost(), "probation", "cafcass")
    assert [type(event) for event in again.events] == [ReviewScoped]
    assert again.state.lead is not None
    assert again.state.lead.lost == ("no-employment",)


def test_a_further_rule_that_fails_is_told_with_all_that_fail() -> None:
    left = {"agency": "cafcass", "since": "2015-01-01", "until": "2025-06-30"}
    review = widened(led(employments=[*WORKED_AT["employments"], left]), "probation").state
    assert widened(review, "probation", "cafcass").events[1:] == (
        LeadReviewerIndependenceLost(review=ID, failing=("no-employment", "cooling-off")),
    )


def test_widening_to_anybody_else_changes_nothing_for_the_lead() -> None:
    decided = widened(led(**WORKED_AT), "cafcass")
    assert [type(event) for event in decided.events] == [ReviewScoped]
    assert moved(decided.state, "involvement").state.stage == "involvement"


def test_without_independence_no_move_is_made_in_any_stage() -> None:
    assert codes(moved, lost(), "involvement") == ["lead/independence-lost"]
    in_analysis = widened(analysed().model_copy(update={"lead": led(**WORKED_AT).lead}), "probation").state
    assert codes(moved, in_analysis, "findings") == ["lead/independence-lost"]


def test_without_a_lead_the_review_stays_where_it_is() -> None:
    assert codes(moved, scoped(), "involvement") == ["lead/not-appointed"]


def test_a_second_lead_who_fails_as_well_is_refused_and_a_third_resolves_it() -> None:
    review = lost()
    second = appointing("p-second", **WORKED_AT)
    assert codes(appoint_lead, review, second, given(DECIDER)) == ["independence/no-employment"]
    resolved = appoint_lead(review, appointing("p-third"), given(DECIDER)).state
    assert resolved.lead is not None
    assert (resolved.lead.person_ref, [former.person_ref for former in resolved.former_leads]) == ("p-third", ["p-lead"])
    assert moved(resolved, "involvement").state.stage == "involvement"


def test_narrowing_the_scope_again_resolves_it_too() -> None:
    back = widened(lost())
    assert [type(event) for event in back.events] == [ReviewScoped]
    assert moved(back.state, "involvement").state.stage == "involvement"


def test_a_scope_may_still_widen_when_findings_wait() -> None:
    assert widened(in_findings(), "probation").state.stage == "findings"
