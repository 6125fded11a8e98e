"""RR1: a review is opened, and screened criterion by criterion before it goes on."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from contracts.events.review_registry import ReviewOpened
from local.partnership import FRAMEWORK
from services.review_registry.domain.review.opening import open_review
from services.review_registry.domain.review.screening import screen_review
from services.review_registry.domain.review.state import Screening
from tests.builders.refusals import codes, places
from tests.builders.review_registry import DECIDER, ID, NOW, TODAY, given, moved, opened, opening, screened, screening

CREATABLE = [each.code for each in FRAMEWORK.review_types if each.creatable]
INVOLVES = {each.code: each.involves for each in FRAMEWORK.review_types}
OTHERS = [each.code for each in FRAMEWORK.review_types if not each.creatable]


def answer(criterion: str) -> dict[str, Any]:
    return {"criterion": criterion, "met": False, "evidence": "Nothing in the records"}


@pytest.mark.parametrize("review_type", CREATABLE)
def test_each_type_that_can_be_opened_is_opened_under_the_edition_in_force(review_type: str) -> None:
    decided = open_review(None, opening(review_type=review_type), given())
    review = decided.state
    assert (review.id, review.edition, review.stage, review.opened_at) == (ID, FRAMEWORK.edition, "screening", NOW)
    assert decided.events == (
        ReviewOpened(
            review=ID,
            reference=review.reference,
            review_type=review_type,
            restricted=False,
            statutory=review_type == "lcspr",
            groups=INVOLVES[review_type],
        ),
    )


@pytest.mark.parametrize("review_type", [*OTHERS, "nobodys-review"])
def test_no_other_type_can(review_type: str) -> None:
    assert codes(open_review, None, opening(review_type=review_type), given()) == ["review/unknown-type"]


def test_all_that_is_wrong_with_an_opening_is_said_at_once() -> None:
    wrong = opening(review_type="scr", referred_on=TODAY + timedelta(days=1), restricted=True)
    assert places(open_review, None, wrong, given()) == [
        ("review/unknown-type", "review_type"),
        ("review/restricted-not-offered", "restricted"),
        ("review/referred-in-future", "referred_on"),
    ]


def test_every_criterion_is_to_be_answered() -> None:
    reasons = places(screen_review, opened(), screening(answers=()), given(DECIDER))
    assert reasons == [("screening/criterion-unanswered", "answers")] * 4


def test_each_wrong_answer_is_named_at_its_place() -> None:
    answers = [answer("recurrent-themes"), answer("nobodys-criterion"), answer("recurrent-themes")]
    reasons = places(screen_review, opened(), screening(answers=answers), given(DECIDER))
    assert reasons == [
        *[("screening/criterion-unanswered", "answers")] * 3,
        ("screening/unknown-criterion", "answers/1/criterion"),
        ("screening/criterion-twice", "answers/2/criterion"),
    ]


def test_an_answer_needs_evidence_of_substance() -> None:
    with pytest.raises(ValidationError):
        screening(answers=[answer("recurrent-themes") | {"evidence": "     "}])


def test_the_decision_is_kept_with_body_quorum_criteria_and_who_made_it() -> None:
    decision = screened().decisions[0]
    assert (decision.decision, decision.outcome, decision.on) == ("screen", "local-review", TODAY)
    assert (decision.agency, decision.person_ref, decision.body) == ("partnership", "p-decider", "review-group")
    assert len(decision.answers) == 4


def test_no_review_goes_on_before_it_is_decided() -> None:
    assert codes(moved, opened(), "scoping") == ["screening/not-decided"]


@pytest.mark.parametrize("outcome", sorted(set(Screening) - {Screening.LOCAL_REVIEW}))
def test_a_review_that_is_not_to_go_ahead_here_does_not(outcome: Screening) -> None:
    review = screen_review(opened(), screening(outcome), given(DECIDER)).state
    assert codes(moved, review, "scoping") == ["screening/not-going-ahead"]


def test_a_later_decision_supersedes_and_the_earlier_one_stays() -> None:
    review = screen_review(opened(), screening(Screening.NO_FURTHER_ACTION), given(DECIDER)).state
    review = screen_review(review, screening(), given(DECIDER)).state
    assert [each.outcome for each in review.decisions] == ["no-further-action", "local-review"]
    assert moved(review, "scoping").state.stage == "scoping"


def test_a_case_that_meets_no_criterion_can_go_ahead_when_there_is_something_to_learn() -> None:
    unmet = [answer(each.criterion) for each in screening().answers]
    review = screen_review(opened(), screening(answers=unmet), given(DECIDER)).state
    assert moved(review, "scoping").state.stage == "scoping"


def test_what_has_gone_on_is_not_screened_again() -> None:
    review = moved(screened(), "scoping").state
    assert codes(screen_review, review, screening(), given(DECIDER)) == ["review/wrong-stage"]
