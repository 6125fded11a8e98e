"""Standing down as lead reviewer (RR3)."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from contracts.events.review_registry import LeadReviewerStoodDown
from local.partnership import POLICE
from services.chassis.rules.decisions import Actor
from services.review_registry.domain.review.leading import appoint_lead
from services.review_registry.domain.review.standing_down import StandDown, stand_down
from services.review_registry.domain.review.state import StoodDown, readers
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
    scoped,
)

INVOLVING = moved(led(), "involvement").state


def leaving(**changed: Any) -> StandDown:
    return StandDown.model_validate({"reason": "She takes a post at the court.", **changed})


@pytest.mark.parametrize("actor", [LEAD, BUSINESS_UNIT, DECIDER])
def test_lead_stands_down_with_a_reason_that_stays(actor: Actor) -> None:
    decided = stand_down(INVOLVING, leaving(), given(actor))
    assert decided.events == (LeadReviewerStoodDown(review=ID),)
    assert INVOLVING.lead is not None
    assert decided.state.stood_down == (
        StoodDown(lead=INVOLVING.lead, on=TODAY, because="She takes a post at the court.", by=actor.person_ref),
    )


def test_review_waits_for_another_lead() -> None:
    review = stand_down(INVOLVING, leaving(), given()).state
    assert codes(partial(moved, facts=OFFERED), review, "analysis") == ["lead/not-appointed"]
    next_one = appoint_lead(review, appointing("p-next"), given(DECIDER)).state
    assert moved(next_one, "analysis", facts=OFFERED).state.stage == "analysis"


def test_former_lead_no_longer_reads_the_review() -> None:
    assert {*readers(INVOLVING)} - {*readers(stand_down(INVOLVING, leaving(), given()).state)} == {
        "lead-reviewer@independent:p-lead"
    }


def test_others_cannot_stand_the_lead_down() -> None:
    assert codes(stand_down, INVOLVING, leaving(), given(replace(LEAD, person_ref="p-other"))) == ["review/not-its-lead"]
    assert codes(stand_down, INVOLVING, leaving(), given(replace(DECIDER, agency=POLICE))) == ["review/own-agency"]
    assert codes(stand_down, scoped(), leaving(), given()) == ["lead/none"]


def test_day_lies_between_the_appointment_and_today() -> None:
    later = given(now=NOW + timedelta(days=9))
    stood_down = stand_down(INVOLVING, leaving(on=TODAY + timedelta(days=2)), later).state.stood_down
    assert stood_down[0].on == TODAY + timedelta(days=2)
    assert codes(stand_down, INVOLVING, leaving(on=TODAY - timedelta(days=1)), later) == ["day/too-early"]
    assert codes(stand_down, INVOLVING, leaving(on=TODAY + timedelta(days=10)), later) == ["day/in-future"]
