"""Moving from stage to stage (RR1, RR3, R17, R19)."""

from datetime import date, timedelta
from typing import Any

import pytest

from contracts.events.review_registry import ReviewStageChanged
from contracts.framework.document import ReviewType
from local.partnership import FRAMEWORK
from services.review_registry.domain.review.gates.stage import STAGE_GATES
from services.review_registry.domain.review.moving import MoveOn, move_on, next_stage
from services.review_registry.domain.review.scoping import set_scope
from services.review_registry.domain.review.state import days_of
from tests.builders.refusals import codes, places, refusal
from tests.builders.review_registry import (
    ID,
    TODAY,
    UNHEARD,
    analysed,
    given,
    in_analysis,
    in_findings,
    in_scoping,
    led,
    moved,
    opened,
    scope,
    screened,
)

LCSPR = FRAMEWORK.review_type("lcspr")


NEEDED = {
    "agencies": ("scope/no-agency", ()),
    "lines_of_enquiry": ("scope/no-line-of-enquiry", ()),
    "practitioner_involvement": ("scope/practitioner-involvement-missing", ""),
    "lived_experience": ("scope/lived-experience-missing", ""),
}


@pytest.mark.parametrize("field", NEEDED)
def test_each_missing_part_of_the_scope_stops_the_move(field: str) -> None:
    code, nothing = NEEDED[field]
    review = set_scope(in_scoping(), scope(**{field: nothing}), given()).state
    assert places(moved, review, "lead-appointment") == [(code, f"scope/1/{field}")]


@pytest.mark.parametrize("field", ["practitioner_involvement", "lived_experience"])
def test_blank_text_is_missing(field: str) -> None:
    review = set_scope(in_scoping(), scope(**{field: " \n\t  "}), given()).state
    assert places(moved, review, "lead-appointment") == [(NEEDED[field][0], f"scope/1/{field}")]


def test_gate_gives_everything_missing_at_once() -> None:
    nothing: dict[str, Any] = {field: nothing for field, (_, nothing) in NEEDED.items()}
    review = set_scope(in_scoping(), scope(**nothing), given()).state
    assert codes(moved, review, "lead-appointment") == [code for code, _ in NEEDED.values()]


def test_missing_scope_is_one_reason() -> None:
    assert codes(moved, in_scoping(), "lead-appointment") == ["scope/not-set"]


def test_move_emits_both_stages_and_records_the_day() -> None:
    decided = moved(screened(), "scoping")
    assert decided.events == (ReviewStageChanged(review=ID, from_stage="screening", to_stage="scoping"),)
    assert days_of(decided.state)["entered-scoping"] == TODAY


def test_move_can_be_recorded_days_later() -> None:
    yesterday, before = TODAY - timedelta(days=1), date(2025, 11, 19)
    moved_on = move_on(screened(), MoveOn(to="scoping", on=yesterday), given(), UNHEARD).state
    assert days_of(moved_on)["entered-scoping"] == yesterday
    for on, code in ((TODAY + timedelta(days=1), "day/in-future"), (before, "day/too-early")):
        assert places(move_on, screened(), MoveOn(to="scoping", on=on), given(), UNHEARD) == [(code, "on")]


@pytest.mark.parametrize("to", ["screening", "lead-appointment", "involvement", "findings", "closure", "nowhere"])
def test_illegal_move_names_the_next_stage_and_its_needs(to: str) -> None:
    (reason,) = refusal(moved, opened(), to)
    assert (reason.code, reason.path) == ("review/no-such-move", "to")
    assert "The next stage is \u201cScope and terms of reference\u201d." in reason.message
    assert "Record the decision on screening (D1)." in reason.message
    assert "nowhere" not in reason.message


def test_move_from_the_last_stage_is_refused() -> None:
    (reason,) = refusal(moved, in_findings().model_copy(update={"stage": "closure"}), "analysis")
    assert "last stage" in reason.message


def test_analysis_needs_a_finding() -> None:
    assert codes(moved, in_analysis(), "findings") == ["findings/none-recorded"]
    assert moved(analysed(), "findings").state.stage == "findings"


def test_next_stage_follows_the_order_of_the_type() -> None:
    assert LCSPR is not None
    reached = [led().model_copy(update={"stage": stage}) for stage in LCSPR.stages]
    assert [next_stage(each, LCSPR) for each in reached] == [*LCSPR.stages[1:], None]


@pytest.mark.parametrize("review_type", [each for each in FRAMEWORK.review_types if each.creatable], ids=lambda each: each.code)
def test_every_stage_but_the_last_has_a_gate(review_type: ReviewType) -> None:
    assert set(review_type.stages) - set(STAGE_GATES) == {review_type.stages[-1]}
