"""Screening a referral, criterion by criterion (RR1)."""

from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from contracts.events.review_registry import ReviewEnded, ReviewReopened
from contracts.vocabulary.reviews import ReviewEnd
from services.chassis.rules.decisions import Decided
from services.review_registry.domain.review.chasing import alarm, ring
from services.review_registry.domain.review.clocks import review_clocks
from services.review_registry.domain.review.guards import while_open
from services.review_registry.domain.review.moving import MoveOn, move_on
from services.review_registry.domain.review.screening import screen_review
from services.review_registry.domain.review.state import Ended, Review, Screening, days_of
from tests.builders.refusals import codes, places
from tests.builders.review_registry import (
    DECIDED,
    DECIDER,
    ID,
    NOW,
    TODAY,
    UNHEARD,
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


NOT_AHEAD = sorted(set(Screening) - {Screening.LOCAL_REVIEW})
NOTED: dict[str, Any] = {"learning": "Nothing that others could learn from.", "told": ("The referrer", "The parents")}


def turned_down(outcome: Screening = Screening.NO_FURTHER_ACTION, review: Review | None = None) -> Decided[Review]:
    return screen_review(review or opened(), screening(outcome, **NOTED), given(DECIDER))


@pytest.mark.parametrize("outcome", NOT_AHEAD)
def test_decision_not_to_go_ahead_ends_the_review(outcome: Screening) -> None:
    decided = turned_down(outcome)
    assert decided.events == (ReviewEnded(review=ID, how=ReviewEnd.SCREENED_OUT),)
    ended = decided.state.ended
    assert ended is not None
    assert (ended.on, ended.because, ended.learning, ended.told) == (TODAY, DECIDED["rationale"], *NOTED.values())
    assert codes(while_open(move_on), decided.state, MoveOn(to="scoping"), given(), UNHEARD) == ["review/ended"]
    assert codes(moved, decided.state, "scoping") == ["screening/not-going-ahead"]


@pytest.mark.parametrize("outcome", NOT_AHEAD)
def test_end_needs_what_was_learnt_and_who_was_told(outcome: Screening) -> None:
    assert places(screen_review, opened(), screening(outcome), given(DECIDER)) == [
        ("ending/no-learning", "learning"),
        ("ending/nobody-told", "told"),
    ]


@pytest.mark.parametrize("outcome", NOT_AHEAD)
def test_end_stops_the_clocks(outcome: Screening) -> None:
    """The clock of a type that must decide in time is met, whatever was decided."""
    review = turned_down(outcome, screened()).state
    years_later = given(now=NOW + timedelta(days=900))
    assert alarm(review, years_later) is None
    assert ring(review, years_later).events == ()
    assert review_clocks(review, years_later) == [], "no review was initiated"
    assert {"referred", "screened"} <= days_of(review).keys()


def test_second_decision_not_to_go_ahead_emits_nothing() -> None:
    again = turned_down(Screening.REFER_ELSEWHERE, turned_down().state)
    assert again.events == ()
    assert [each.outcome for each in again.state.decisions] == ["no-further-action", "refer-elsewhere"]


def test_later_decision_to_go_ahead_reopens_and_starts_the_clock_again() -> None:
    review = turned_down(review=screened()).state
    later = NOW + timedelta(days=60)
    decided = screen_review(review, screening(), given(DECIDER, later))
    assert decided.events == (ReviewReopened(review=ID, stage="screening"),)
    assert decided.state.ended is None
    assert [each.due for each in review_clocks(decided.state, given(now=later))] == [date(2026, 11, 1)]


def test_decision_starts_the_clock_on_the_day_it_was_taken() -> None:
    taken = date(2026, 2, 27)
    review = screen_review(opened(), screening(on=taken), given(DECIDER)).state
    assert [each.due for each in review_clocks(review, given())] == [date(2026, 8, 27)]
    assert (review.decisions[0].on, review.decisions[0].recorded_at) == (taken, NOW)
    for on, code in ((TODAY + timedelta(days=1), "day/in-future"), (date(2025, 11, 19), "day/too-early")):
        assert places(screen_review, opened(), screening(on=on), given(DECIDER)) == [(code, "on")]


def test_withdrawn_review_is_not_screened_before_it_is_reopened() -> None:
    ended = opened().model_copy(update={"ended": Ended(how=ReviewEnd.WITHDRAWN, on=TODAY, because="Opened by mistake.")})
    assert codes(screen_review, ended, screening(), given(DECIDER)) == ["review/ended"]


def test_later_decision_supersedes_and_earlier_stays() -> None:
    review = screen_review(turned_down().state, screening(), given(DECIDER)).state
    assert [each.outcome for each in review.decisions] == ["no-further-action", "local-review"]
    assert moved(review, "scoping").state.stage == "scoping"


def test_case_that_meets_no_criterion_may_go_ahead() -> None:
    unmet = [answer(each.criterion) for each in screening().answers]
    review = screen_review(opened(), screening(answers=unmet), given(DECIDER)).state
    assert moved(review, "scoping").state.stage == "scoping"


def test_review_past_screening_is_not_screened_again() -> None:
    review = moved(screened(), "scoping").state
    assert codes(screen_review, review, screening(), given(DECIDER)) == ["review/wrong-stage"]
