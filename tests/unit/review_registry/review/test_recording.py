"""RR4, R6, R7: a finding says why, blames no single person, and asks somebody for something, or says why not."""

from datetime import date
from typing import Any

import pytest

from contracts.events.review_registry import FindingRecorded
from contracts.vocabulary.reviews import FindingKind, Priority, Response
from local.partnership import COUNCIL, POLICE
from services.chassis.rules.decisions import Actor, derived
from services.review_registry.domain.review.confirming import ConfirmFinding, confirm_finding
from services.review_registry.domain.review.recording import record_finding
from services.review_registry.domain.review.scoping import set_scope
from tests.builders.refusals import codes, places
from tests.builders.review_registry import (
    ID,
    LEAD,
    TODAY,
    analysed,
    confirmed,
    finding,
    given,
    in_analysis,
    in_findings,
    led,
    scope,
    scoped,
)

INDIVIDUAL = {"code": "practitioner-cognitive-emotional", "helped": False, "how": "Tired at the end of a long shift."}
SYSTEM = {"code": "workload-and-staffing", "helped": False, "how": "Twice the cases that the guidance allows."}
HELPED = {"code": "workload-and-staffing", "helped": True, "how": "A protected hour for the chronology."}


def faults(**changed: Any) -> list[tuple[str, str]]:
    return places(record_finding, analysed(), finding(**changed), given())


def test_a_finding_without_a_reason_why_is_none() -> None:
    assert faults(why=()) == [("finding/no-factor", "why")]


@pytest.mark.parametrize("why", [(INDIVIDUAL,), (INDIVIDUAL, INDIVIDUAL)])
def test_an_individuals_error_alone_is_no_reason(why: tuple[dict[str, Any], ...]) -> None:
    assert faults(why=why) == [("finding/individual-error-alone", "why")]


def test_an_individuals_error_beside_the_condition_behind_it_is() -> None:
    assert len(record_finding(analysed(), finding(why=(INDIVIDUAL, SYSTEM)), given()).state.findings) == 2


def test_codes_that_the_settings_do_not_have_are_named_at_their_places() -> None:
    unknown = faults(agencies=(COUNCIL, "nobody"), themes=("neglect", "weather"), why=(SYSTEM, SYSTEM | {"code": "moon"}))
    assert unknown == [("finding/unknown-code", f"{field}/1") for field in ("agencies", "themes", "why")]


@pytest.mark.parametrize("response", [Response.ACTION, Response.SPREAD])
def test_who_asks_for_something_asks_somebody(response: Response) -> None:
    assert faults(response=response, agencies=()) == [("finding/nobody-asked", "agencies")]


def test_asking_for_nothing_needs_a_reason() -> None:
    assert faults(response=Response.NONE, agencies=()) == [("finding/no-reason-for-none", "reason_for_none")]
    assert faults(response=Response.NONE, agencies=(), reason_for_none="   ") == [
        ("finding/no-reason-for-none", "reason_for_none")
    ]
    settled = finding(response=Response.NONE, agencies=(), reason_for_none="Covered by the action of last year.")
    assert record_finding(analysed(), settled, given()).state.findings[-1].response is Response.NONE


def test_all_together_may_be_asked_as_the_partnership() -> None:
    assert record_finding(analysed(), finding(agencies=("partnership",)), given()).state.findings[-1].agencies == (
        "partnership",
    )


def test_everything_wrong_is_said_at_once() -> None:
    assert faults(why=(INDIVIDUAL,), themes=("weather",), agencies=("nobody", "nobody"), response=Response.NONE) == [
        ("finding/unknown-code", "agencies/0"),
        ("finding/unknown-code", "agencies/1"),
        ("finding/unknown-code", "themes/0"),
        ("finding/individual-error-alone", "why"),
        ("finding/agency-twice", "agencies"),
        ("finding/no-reason-for-none", "reason_for_none"),
    ]


def test_nothing_is_found_before_the_analysis() -> None:
    assert codes(record_finding, led(), finding(), given()) == ["review/too-early"]
    assert codes(record_finding, scoped(), finding(why=()), given()) == ["review/too-early", "finding/no-factor"]


def test_recording_tells_nobody_and_the_same_command_names_the_same_finding() -> None:
    review = in_analysis()
    decided = record_finding(review, finding(), given(cause_id="once"))
    assert decided.events == ()
    assert decided.state.findings[0].id == derived(derived("once"), "finding")


@pytest.mark.parametrize(
    ("priority", "respond_by"),
    [(Priority.HIGH, date(2026, 3, 16)), (Priority.MEDIUM, date(2026, 3, 30)), (Priority.LOW, date(2026, 4, 15))],
)
def test_agencies_have_working_days_by_priority(priority: Priority, respond_by: date) -> None:
    """From Monday 2 March 2026: 10, 20 and 30 working days, of which the last pass Good Friday and Easter Monday."""
    decided = confirmed(in_findings(priority=priority))
    assert decided.state.findings[0].respond_by == respond_by
    assert decided.events[0].model_dump()["respond_by"] == respond_by


def test_what_goes_out_when_a_finding_is_confirmed() -> None:
    review = in_findings(why=(SYSTEM, HELPED, INDIVIDUAL), kind=FindingKind.MIXED)
    assert confirmed(review).events == (
        FindingRecorded(
            review=ID,
            finding=review.findings[0].id,
            kind=FindingKind.MIXED,
            response=Response.ACTION,
            themes=("history-not-used",),
            factors=("workload-and-staffing", "practitioner-cognitive-emotional"),
            agencies=(COUNCIL, POLICE),
            priority=Priority.HIGH,
            respond_by=date(2026, 3, 16),
        ),
    )


def test_who_is_asked_for_nothing_has_no_day_to_answer_by() -> None:
    decided = confirmed(in_findings(response=Response.NONE, agencies=(), reason_for_none="Done already."))
    assert decided.events[0].model_dump()["respond_by"] is None
    assert decided.state.findings[0].confirmed_on == TODAY


def test_a_finding_is_confirmed_once_and_only_if_there_is_one() -> None:
    review = confirmed(in_findings()).state
    assert codes(confirmed, review) == ["finding/confirmed-already"]
    assert codes(confirm_finding, review, ConfirmFinding(finding=derived("another")), given()) == ["finding/unknown"]


def test_nothing_is_confirmed_before_its_stage_or_under_a_lead_who_is_not_independent() -> None:
    assert codes(confirmed, analysed()) == ["review/wrong-stage"]
    works_at: dict[str, Any] = {"employments": [{"agency": "probation", "since": "2015-01-01", "until": None}]}
    review = in_findings().model_copy(update={"lead": led(**works_at).lead})
    wider = set_scope(review, scope(COUNCIL, "probation"), given()).state
    assert codes(confirmed, wider) == ["lead/independence-lost"]


def test_the_lead_of_the_review_writes_and_confirms() -> None:
    assert record_finding(analysed(), finding(), given(LEAD)).state.findings
    assert confirmed(in_findings(), actor=LEAD).events


def test_a_lead_of_another_review_does_not_even_where_another_role_shows_it_to_them() -> None:
    """access.md: a lead reviewer writes in the reviews that name them; a scrutineer only reads."""
    elsewhere = Actor(frozenset({"lead-reviewer", "scrutineer"}), "independent", "p-elsewhere")
    assert codes(record_finding, analysed(), finding(), given(elsewhere)) == ["review/not-its-lead"]
    assert codes(confirmed, in_findings(), given().now, elsewhere) == ["review/not-its-lead"]
