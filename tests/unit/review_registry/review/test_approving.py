"""The scrutineer's answer to an override (RR6)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from local.partnership import POLICE
from services.chassis.rules.decisions import Actor, derived
from services.review_registry.domain.review.approving import (
    ApproveOverride,
    RefuseOverride,
    approve_override,
    refuse_override,
)
from services.review_registry.domain.review.gates.facts import GateFacts
from services.review_registry.domain.review.state import OverrideStatus, Review
from tests.builders.refusals import codes, places
from tests.builders.review_registry import OFFERED, TODAY, UNHEARD, given, led, moved
from tests.builders.review_registry_closing import CHAIR, SCRUTINEER, asked, asking

INVOLVING = moved(led(), "involvement").state
NO_PLAN = asking("involvement/no-plan", "involvement")
ASKED = asked(INVOLVING, NO_PLAN)
WHY = "The scrutineer has looked into it."


APPROVED, REFUSED = OverrideStatus.APPROVED, OverrideStatus.REFUSED


def answered(review: Review, status: OverrideStatus, actor: Actor = SCRUTINEER, facts: GateFacts = UNHEARD) -> Review:
    body: dict[str, Any] = {"override": ASKED.overrides[0].id, "reason": WHY}
    if status is APPROVED:
        return approve_override(review, ApproveOverride(**body), given(actor), facts).state
    return refuse_override(review, RefuseOverride(**body), given(actor)).state


@pytest.mark.parametrize("status", [APPROVED, REFUSED])
def test_answer_is_recorded_with_its_reason(status: OverrideStatus) -> None:
    (override,) = answered(ASKED, status).overrides
    assert (override.status, override.answered_because) == (status, WHY)
    assert (override.answered_on, override.answered_by) == (TODAY, "p-scrutineer")


def test_refused_override_has_no_effect_and_can_be_asked_again() -> None:
    refused = answered(ASKED, REFUSED)
    assert codes(moved, refused, "analysis") == ["involvement/no-plan"]
    assert asked(refused, NO_PLAN).overrides[-1].status is OverrideStatus.PENDING


@pytest.mark.parametrize("status", [APPROVED, REFUSED])
def test_override_is_answered_once(status: OverrideStatus) -> None:
    assert places(answered, answered(ASKED, status), status) == [("override/not-pending", "override")]
    unknown = ApproveOverride(override=derived("another"), reason=WHY)
    assert codes(approve_override, ASKED, unknown, given(SCRUTINEER), UNHEARD) == ["override/not-pending"]


@pytest.mark.parametrize("status", [APPROVED, REFUSED])
def test_nobody_answers_their_own_request(status: OverrideStatus) -> None:
    both = replace(CHAIR, roles=frozenset({"scrutineer"}))
    assert codes(answered, ASKED, status, both) == ["override/own-request"]


@pytest.mark.parametrize("status", [APPROVED, REFUSED])
def test_person_of_an_agency_under_review_answers_nothing(status: OverrideStatus) -> None:
    assert codes(answered, ASKED, status, replace(SCRUTINEER, agency=POLICE)) == ["review/own-agency"]


def test_override_that_nothing_needs_any_more_is_not_approved() -> None:
    assert codes(answered, ASKED, APPROVED, SCRUTINEER, OFFERED) == ["override/not-needed"]
    assert answered(ASKED, REFUSED, facts=OFFERED).overrides[0].status is REFUSED


@pytest.mark.parametrize(("days", "code"), [(-1, "day/too-early"), (1, "day/in-future")])
def test_answer_has_its_day_after_the_request(days: int, code: str) -> None:
    late = ApproveOverride(override=ASKED.overrides[0].id, reason=WHY, on=TODAY + timedelta(days=days))
    assert places(approve_override, ASKED, late, given(SCRUTINEER), UNHEARD) == [(code, "on")]
