"""Recording findings: factors, agencies and the required response (RR4, R6, R7)."""

from typing import Any

import pytest

from contracts.vocabulary.reviews import Response
from local.partnership import COUNCIL
from services.chassis.rules.decisions import Actor, derived
from services.review_registry.domain.review.recording import FINDINGS, record_finding
from tests.builders.refusals import codes, places
from tests.builders.review_registry import (
    LEAD,
    analysed,
    confirmed,
    finding,
    given,
    in_analysis,
    in_findings,
    led,
    scoped,
)

INDIVIDUAL = {"code": "practitioner-cognitive-emotional", "helped": False, "how": "Tired at the end of a long shift."}


SYSTEM = {"code": "workload-and-staffing", "helped": False, "how": "Twice the cases that the guidance allows."}


def faults(**changed: Any) -> list[tuple[str, str]]:
    return places(record_finding, analysed(), finding(**changed), given())


def test_finding_needs_a_contributory_factor() -> None:
    assert faults(why=()) == [("finding/no-factor", "why")]


@pytest.mark.parametrize("why", [(INDIVIDUAL,), (INDIVIDUAL, INDIVIDUAL)])
def test_individual_error_alone_is_refused(why: tuple[dict[str, Any], ...]) -> None:
    assert faults(why=why) == [("finding/individual-error-alone", "why")]


def test_individual_error_beside_a_condition_is_accepted() -> None:
    assert len(record_finding(analysed(), finding(why=(INDIVIDUAL, SYSTEM)), given()).state.findings) == 2


def test_unknown_codes_are_refused_at_their_places() -> None:
    unknown = faults(agencies=(COUNCIL, "nobody"), themes=("neglect", "weather"), why=(SYSTEM, SYSTEM | {"code": "moon"}))
    assert unknown == [("finding/unknown-code", f"{field}/1") for field in ("agencies", "themes", "why")]


@pytest.mark.parametrize("response", [Response.ACTION, Response.SPREAD])
def test_required_response_needs_an_agency(response: Response) -> None:
    assert faults(response=response, agencies=()) == [("finding/nobody-asked", "agencies")]


def test_no_response_needs_a_reason() -> None:
    assert faults(response=Response.NONE, agencies=()) == [("finding/no-reason-for-none", "reason_for_none")]
    assert faults(response=Response.NONE, agencies=(), reason_for_none="   ") == [
        ("finding/no-reason-for-none", "reason_for_none")
    ]
    settled = finding(response=Response.NONE, agencies=(), reason_for_none="Covered by the action of last year.")
    assert record_finding(analysed(), settled, given()).state.findings[-1].response is Response.NONE


def test_partnership_may_be_asked_to_respond() -> None:
    assert record_finding(analysed(), finding(agencies=("partnership",)), given()).state.findings[-1].agencies == (
        "partnership",
    )


def test_command_is_refused_with_every_reason() -> None:
    assert faults(why=(INDIVIDUAL,), themes=("weather",), agencies=("nobody", "nobody"), response=Response.NONE) == [
        ("finding/unknown-code", "agencies/0"),
        ("finding/unknown-code", "agencies/1"),
        ("finding/unknown-code", "themes/0"),
        ("finding/individual-error-alone", "why"),
        ("finding/agency-twice", "agencies"),
        ("finding/no-reason-for-none", "reason_for_none"),
    ]


def test_finding_waits_for_the_analysis() -> None:
    assert codes(record_finding, led(), finding(), given()) == ["review/too-early"]
    assert codes(record_finding, scoped(), finding(why=()), given()) == ["review/too-early", "finding/no-factor"]


def test_recording_emits_nothing_and_derives_the_same_id() -> None:
    review = in_analysis()
    decided = record_finding(review, finding(), given(cause_id="once"))
    assert decided.events == ()
    assert decided.state.findings[0].id == derived(derived("once"), "finding")


def test_lead_of_the_review_writes_and_confirms() -> None:
    assert record_finding(analysed(), finding(), given(LEAD)).state.findings
    assert confirmed(in_findings(), actor=LEAD).events


def test_lead_of_another_review_cannot_write_or_confirm() -> None:
    """A lead reviewer writes in their own reviews alone, also if another role shows them more."""
    elsewhere = Actor(frozenset({"lead-reviewer", "scrutineer"}), "independent", "p-elsewhere")
    assert codes(record_finding, analysed(), finding(), given(elsewhere)) == ["review/not-its-lead"]
    assert codes(confirmed, in_findings(), given().now, elsewhere) == ["review/not-its-lead"]


def test_review_takes_a_bounded_number_of_findings() -> None:
    review = analysed()
    full = review.model_copy(update={"findings": review.findings[:1] * FINDINGS})
    assert codes(record_finding, full, finding(), given()) == ["finding/too-many"]
