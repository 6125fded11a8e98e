"""Screening a referral, criterion by criterion (RR1)."""

from typing import Any

import pytest
from pydantic import ValidationError

from services.review_registry.domain.review.screening import screen_review
from services.review_registry.domain.review.state import Screening
from tests.builders.refusals import codes, places
from tests.builders.review_registry import (
    DECIDER,
    TODAY,
    given,
    moved,
    opened,
    screened,
    screening,
)


def answer(criterion: str) -> dict[str, Any]:
    return {"criterion": criterion, "met": False, "evidence": "Nothing in the records"}


def test_every_criterion_needs_an_answer() -> None:
    reasons = places(screen_review, opened(), screening(answers=()), given(DECIDER))
    assert reasons == [("screening/criterion-unanswered", "answers")] * 4


def test_wrong_answers_are_refused_at_their_places() -> None:
    answers = [answer("recurrent-themes"), answer("nobodys-criterion"), answer("recurrent-themes")]
    reasons = places(screen_review, opened(), screening(answers=answers), given(DECIDER))
    assert reasons == [
        *[("screening/criterion-unanswered", "answers")] * 3,
        ("screening/unknown-criterion", "answers/1/criterion"),
        ("screening/criterion-twice", "answers/2/criterion"),
    ]


def test_answer_needs_evidence() -> None:
    with pytest.raises(ValidationError):
        screening(answers=[answer("recurrent-themes") | {"evidence": "     "}])


def test_decision_keeps_its_body_criteria_and_person() -> None:
    decision = screened().decisions[0]
    assert (decision.decision, decision.outcome, decision.on) == ("screen", "local-review", TODAY)
    assert (decision.agency, decision.person_ref, decision.body) == ("partnership", "p-decider", "review-group")
    assert len(decision.answers) == 4


def test_review_waits_for_the_screening_decision() -> None:
    assert codes(moved, opened(), "scoping") == ["screening/not-decided"]


@pytest.mark.parametrize("outcome", sorted(set(Screening) - {Screening.LOCAL_REVIEW}))
def test_review_that_is_not_to_go_ahead_stays(outcome: Screening) -> None:
    review = screen_review(opened(), screening(outcome), given(DECIDER)).state
    assert codes(moved, review, "scoping") == ["screening/not-going-ahead"]


def test_later_decision_supersedes_and_earlier_stays() -> None:
    review = screen_review(opened(), screening(Screening.NO_FURTHER_ACTION), given(DECIDER)).state
    review = screen_review(review, screening(), given(DECIDER)).state
    assert [each.outcome for each in review.decisions] == ["no-further-action", "local-review"]
    assert moved(review, "scoping").state.stage == "scoping"


def test_case_that_meets_no_criterion_may_go_ahead() -> None:
    unmet = [answer(each.criterion) for each in screening().answers]
    review = screen_review(opened(), screening(answers=unmet), given(DECIDER)).state
    assert moved(review, "scoping").state.stage == "scoping"


def test_review_past_screening_is_not_screened_again() -> None:
    review = moved(screened(), "scoping").state
    assert codes(screen_review, review, screening(), given(DECIDER)) == ["review/wrong-stage"]
