"""Setting the scope (RR3, R3)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from contracts.events.review_registry import LeadReviewerIndependenceLost, ReviewScoped
from contracts.vocabulary.reviews import AgencyPart
from local.partnership import COUNCIL, FRAMEWORK, POLICE, name_of
from services.chassis.rules.decisions import Decided
from services.review_registry.domain.review.independence import codes_of
from services.review_registry.domain.review.scoping import set_scope
from services.review_registry.domain.review.state import Failing, Narrowed, Review
from tests.builders.refusals import codes, places, refusal
from tests.builders.review_registry import (
    ID,
    TODAY,
    given,
    in_findings,
    in_scoping,
    led,
    moved,
    redeclared,
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
    assert decided.state.lead.lost == (Failing(test="no-employment", ground="probation"),)


def test_lost_independence_emits_one_event() -> None:
    again = widened(lost(), "probation", "cafcass")
    assert [type(event) for event in again.events] == [ReviewScoped]
    assert again.state.lead is not None
    assert codes_of(again.state.lead.lost) == ("no-employment",)


def test_further_failing_rule_emits_all_that_fail() -> None:
    left = {"agency": "cafcass", "since": "2015-01-01", "until": "2025-06-30"}
    review = widened(led(employments=[*WORKED_AT["employments"], left]), "probation").state
    assert widened(review, "probation", "cafcass").events[1:] == (
        LeadReviewerIndependenceLost(review=ID, failing=("no-employment", "cooling-off")),
    )


def test_scope_with_another_agency_keeps_independence() -> None:
    decided = widened(led(**WORKED_AT), "cafcass")
    assert [type(event) for event in decided.events] == [ReviewScoped]
    assert moved(redeclared(decided.state, **WORKED_AT), "involvement").state.stage == "involvement"


def test_narrower_scope_restores_independence() -> None:
    back = set_scope(lost(), scope(reason="Probation knew nothing of the family."), given())
    assert [type(event) for event in back.events] == [ReviewScoped]
    assert moved(redeclared(back.state, **WORKED_AT), "involvement").state.stage == "involvement"


CHANGES: dict[str, dict[str, Any]] = {
    "children": {"children": ("child-a", "child-b")},
    "period": {"period_from": date(2010, 1, 1)},
    "lines": {"lines_of_enquiry": ("How was the history used?", "Who knew the father?")},
    "agencies": {"agencies": scope(COUNCIL, POLICE, "cafcass").agencies},
}


@pytest.mark.parametrize("changed", CHANGES.values(), ids=CHANGES)
def test_lead_declares_again_when_the_case_changes(changed: dict[str, Any]) -> None:
    decided = set_scope(led(), scope(**changed), given())
    assert codes(moved, decided.state, "involvement") == ["lead/not-declared"]
    assert moved(redeclared(decided.state), "involvement").state.stage == "involvement"


def test_other_changes_of_the_scope_ask_the_lead_nothing() -> None:
    planned = set_scope(led(), scope(lived_experience="Through the school's notes."), given()).state
    assert planned.scope is not None
    assert (planned.scope.version, planned.scope.case_version) == (2, 1)
    assert moved(planned, "involvement").state.stage == "involvement"


EMPTY: dict[str, dict[str, Any]] = {
    "scope/no-agency": {"agencies": ()},
    "scope/no-line-of-enquiry": {"lines_of_enquiry": ()},
    "scope/practitioner-involvement-missing": {"practitioner_involvement": ""},
    "scope/lived-experience-missing": {"lived_experience": ""},
}


@pytest.mark.parametrize("code", EMPTY)
def test_scope_is_not_emptied_once_scoping_is_left(code: str) -> None:
    emptied = scope(**EMPTY[code], reason="It is no part of the case.")
    assert codes(set_scope, led(), emptied, given()) == [code]
    assert set_scope(in_scoping(), emptied, given()).events


NARROWER: dict[str, dict[str, Any]] = {
    "child": {"children": ("child-b",)},
    "later start": {"period_from": date(2025, 1, 1)},
    "earlier end": {"period_to": date(2025, 1, 31)},
    "line": {"lines_of_enquiry": ("Who knew the father?",)},
    "agency": {"agencies": scope(COUNCIL).agencies},
    "part": {"agencies": tuple(each.model_copy(update={"part": AgencyPart.CONTRIBUTING}) for each in scope().agencies)},
}


@pytest.mark.parametrize("changed", NARROWER.values(), ids=NARROWER)
def test_narrower_scope_needs_a_reason_that_stays(changed: dict[str, Any]) -> None:
    assert places(set_scope, led(), scope(**changed), given()) == [("scope/narrower-without-reason", "reason")]
    because = "The group found that it is no part of the case."
    once = set_scope(led(), scope(**changed, reason=because), given()).state
    assert once.narrowed == (Narrowed(version=2, reason=because, on=TODAY, by="p-unit"),)


def test_reason_for_a_narrower_scope_stays_when_it_widens() -> None:
    once = set_scope(led(), scope(COUNCIL, reason="The police knew nothing of the family."), given()).state
    assert len(once.narrowed) == 1
    assert set_scope(once, scope(COUNCIL, POLICE, reason="They did."), given()).state.narrowed == once.narrowed


def test_draft_of_the_scope_is_narrowed_without_a_reason() -> None:
    draft = set_scope(in_scoping(), scope(), given()).state
    assert set_scope(draft, scope(COUNCIL), given()).events


def test_agency_that_has_ended_is_not_named_newly() -> None:
    agencies = tuple(
        each.model_copy(update={"to_day": date(2026, 1, 31), "successor": "cafcass"}) if each.code == POLICE else each
        for each in FRAMEWORK.agencies
    )
    today = replace(given(), framework=FRAMEWORK.model_copy(update={"agencies": agencies}))
    assert places(set_scope, in_scoping(), scope(), today) == [("scope/agency-ended", "agencies/1/agency")]
    assert refusal(set_scope, in_scoping(), scope(), today)[0].message.endswith(f"Name {name_of('cafcass')} instead.")
    assert set_scope(scoped(), scope(lived_experience="Through the school's notes."), today).events, "it was in scope before"


def test_scope_may_widen_while_findings_wait() -> None:
    assert widened(in_findings(), "probation").state.stage == "findings"
