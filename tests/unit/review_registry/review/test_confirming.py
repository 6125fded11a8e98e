"""Confirming a finding, and the date to respond by (RR4)."""

from datetime import date
from typing import Any

import pytest

from contracts.events.review_registry import FindingRecorded
from contracts.vocabulary.reviews import FindingKind, Priority, Response
from local.partnership import COUNCIL, POLICE
from services.chassis.rules.decisions import derived
from services.review_registry.domain.review.confirming import ConfirmFinding, confirm_finding
from services.review_registry.domain.review.scoping import set_scope
from tests.builders.refusals import codes
from tests.builders.review_registry import (
    ID,
    TODAY,
    analysed,
    confirmed,
    given,
    in_findings,
    led,
    scope,
)

INDIVIDUAL = {"code": "practitioner-cognitive-emotional", "helped": False, "how": "Tired at the end of a long shift."}


SYSTEM = {"code": "workload-and-staffing", "helped": False, "how": "Twice the cases that the guidance allows."}


HELPED = {"code": "workload-and-staffing", "helped": True, "how": "A protected hour for the chronology."}


@pytest.mark.parametrize(
    ("priority", "respond_by"),
    [(Priority.HIGH, date(2026, 3, 16)), (Priority.MEDIUM, date(2026, 3, 30)), (Priority.LOW, date(2026, 4, 15))],
)
def test_priority_sets_the_working_days_to_respond(priority: Priority, respond_by: date) -> None:
    """Counts 10, 20 and 30 working days from Monday 2 March 2026. The last run passes Good Friday and Easter Monday."""
    decided = confirmed(in_findings(priority=priority))
    assert decided.state.findings[0].respond_by == respond_by
    assert decided.events[0].model_dump()["respond_by"] == respond_by


def test_confirmation_emits_codes_alone() -> None:
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


def test_finding_without_required_response_has_no_due_date() -> None:
    decided = confirmed(in_findings(response=Response.NONE, agencies=(), reason_for_none="Done already."))
    assert decided.events[0].model_dump()["respond_by"] is None
    assert decided.state.findings[0].confirmed_on == TODAY


@pytest.mark.parametrize("stage", ["report", "publication", "closure"])
def test_finding_can_be_confirmed_until_the_review_closes(stage: str) -> None:
    (recorded,) = confirmed(in_findings().model_copy(update={"stage": stage})).events
    assert isinstance(recorded, FindingRecorded)


def test_finding_is_confirmed_once() -> None:
    review = confirmed(in_findings()).state
    assert codes(confirmed, review) == ["finding/confirmed-already"]
    assert codes(confirm_finding, review, ConfirmFinding(finding=derived("another")), given()) == ["finding/unknown"]


def test_confirmation_needs_its_stage_and_an_independent_lead() -> None:
    assert codes(confirmed, analysed()) == ["review/too-early"]
    works_at: dict[str, Any] = {"employments": [{"agency": "probation", "since": "2015-01-01", "until": None}]}
    review = in_findings().model_copy(update={"lead": led(**works_at).lead})
    wider = set_scope(review, scope(COUNCIL, POLICE, "probation"), given()).state
    assert codes(confirmed, wider) == ["lead/independence-lost", "lead/not-declared"]
