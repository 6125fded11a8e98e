"""RR1, RR3, R17, R19: the gates between stages; no review leaves scoping without the child and the practitioners."""

from datetime import date
from typing import Any

import pytest

from contracts.events.review_registry import ReviewStageChanged
from contracts.framework.document import ReviewType
from local.partnership import COUNCIL, FRAMEWORK
from services.review_registry.domain.review.gates.stage import STAGE_GATES
from services.review_registry.domain.review.moving import next_stage
from services.review_registry.domain.review.scoping import set_scope
from tests.builders.refusals import codes, places, refusal
from tests.builders.review_registry import (
    ID,
    TODAY,
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
def test_each_thing_that_scoping_needs_holds_the_review_when_it_alone_is_missing(field: str) -> None:
    code, nothing = NEEDED[field]
    review = set_scope(in_scoping(), scope(**{field: nothing}), given()).state
    assert places(moved, review, "lead-appointment") == [(code, field)]


@pytest.mark.parametrize("field", ["practitioner_involvement", "lived_experience"])
def test_blanks_say_nothing(field: str) -> None:
    review = set_scope(in_scoping(), scope(**{field: " \n\t  "}), given()).state
    assert places(moved, review, "lead-appointment") == [(NEEDED[field][0], field)]


def test_all_that_is_missing_is_said_at_once() -> None:
    nothing: dict[str, Any] = {field: nothing for field, (_, nothing) in NEEDED.items()}
    review = set_scope(in_scoping(), scope(**nothing), given()).state
    assert codes(moved, review, "lead-appointment") == [code for code, _ in NEEDED.values()]


def test_no_scope_at_all_is_said_in_one_sentence() -> None:
    assert codes(moved, in_scoping(), "lead-appointment") == ["scope/not-set"]


def test_all_that_is_wrong_with_a_scope_is_said_at_once() -> None:
    wrong = scope(COUNCIL, "nobody", COUNCIL, period_from=date(2026, 2, 1))
    assert places(set_scope, in_scoping(), wrong, given()) == [
        ("scope/unknown-agency", "agencies/1/agency"),
        ("scope/agency-twice", "agencies"),
        ("scope/period-backwards", "period_to"),
    ]


def test_there_is_no_scope_before_scoping() -> None:
    assert codes(set_scope, screened(), scope(), given()) == ["review/too-early"]


def test_a_move_tells_from_where_to_where_and_on_which_day() -> None:
    decided = moved(screened(), "scoping")
    assert decided.events == (ReviewStageChanged(review=ID, from_stage="screening", to_stage="scoping"),)
    assert decided.state.triggers["entered-scoping"] == TODAY


@pytest.mark.parametrize("to", ["screening", "lead-appointment", "involvement", "findings", "closure", "nowhere"])
def test_an_illegal_move_says_which_is_open_and_what_that_still_needs(to: str) -> None:
    (reason,) = refusal(moved, opened(), to)
    assert (reason.code, reason.path) == ("review/no-such-move", "to")
    assert "The next stage is \u201cScope and terms of reference\u201d." in reason.message
    assert "Record the decision on screening (D1)." in reason.message
    assert "nowhere" not in reason.message


def test_an_illegal_move_from_the_last_stage_says_that_there_is_none() -> None:
    (reason,) = refusal(moved, in_findings().model_copy(update={"stage": "closure"}), "analysis")
    assert "last stage" in reason.message


def test_analysis_is_not_left_without_a_finding() -> None:
    assert codes(moved, in_analysis(), "findings") == ["findings/none-recorded"]
    assert moved(analysed(), "findings").state.stage == "findings"


def test_a_review_goes_from_each_stage_of_its_type_to_the_one_after() -> None:
    assert LCSPR is not None
    reached = [led().model_copy(update={"stage": stage}) for stage in LCSPR.stages]
    assert [next_stage(each, LCSPR) for each in reached] == [*LCSPR.stages[1:], None]


@pytest.mark.parametrize("review_type", [each for each in FRAMEWORK.review_types if each.creatable], ids=lambda each: each.code)
def test_every_stage_but_the_last_of_every_type_has_its_gate(review_type: ReviewType) -> None:
    assert set(review_type.stages) - set(STAGE_GATES) == {review_type.stages[-1]}
