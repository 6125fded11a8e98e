"""Ending a review that is not to be closed (RR1)."""

from datetime import timedelta
from typing import Any

import pytest

from contracts.events.review_registry import ReviewEnded
from contracts.vocabulary.reviews import ReviewEnd
from services.chassis.rules.decisions import derived
from services.review_registry.domain.review.chasing import alarm, ring
from services.review_registry.domain.review.clocks import ClockState, review_clocks
from services.review_registry.domain.review.ending import EndReview, end_review
from services.review_registry.domain.review.state import keys, overdue_clocks
from tests.builders.refusals import codes, places
from tests.builders.review_registry import DECIDED, DECIDER, ID, NOW, TODAY, given, in_analysis, opened, screened
from tests.builders.review_registry_closing import published


def ending(how: str = "withdrawn", **changed: Any) -> EndReview:
    return EndReview.model_validate({**DECIDED, "how": how, **changed})


OTHER = opened().model_copy(update={"id": derived("another review"), "reference": "PD-2026-ABCD"})


@pytest.mark.parametrize("how", ["withdrawn", "transferred"])
def test_decider_ends_a_review_in_any_stage(how: str) -> None:
    for review in (opened(), in_analysis()):
        decided = end_review(review, ending(how), given(DECIDER), None)
        assert decided.events == (ReviewEnded(review=ID, how=ReviewEnd(how)),)
        assert decided.state.ended is not None
        assert (decided.state.ended.on, decided.state.ended.because) == (TODAY, DECIDED["rationale"])
        assert (decided.state.decisions[-1].decision, decided.state.decisions[-1].outcome) == ("end", how)
        assert keys(decided.state)["waits"] is None


def test_duplicate_names_the_review_that_goes_on() -> None:
    named = ending("duplicate", instead=OTHER.reference)
    for found in (None, opened()):
        assert places(end_review, opened(), named, given(DECIDER), found) == [("ending/no-other-review", "instead")]
    decided = end_review(opened(), named, given(DECIDER), OTHER)
    assert decided.events == (ReviewEnded(review=ID, how=ReviewEnd.DUPLICATE),)
    assert decided.state.ended is not None
    assert decided.state.ended.instead == OTHER.reference


def test_end_stops_every_clock_of_the_review() -> None:
    late = given(DECIDER, NOW + timedelta(days=200))
    review = ring(screened(), late).state
    ended = end_review(review, ending(), late, None).state
    assert (alarm(ended, late), overdue_clocks(ended)) == (None, ())
    assert [each.state for each in review_clocks(ended, late)] == [ClockState.ENDED]


def test_published_review_is_withdrawn_before_it_ends() -> None:
    assert codes(end_review, published(), ending(), given(DECIDER), None) == ["report/published"]


def test_end_is_dated_by_its_day() -> None:
    yesterday = TODAY - timedelta(days=1)
    ended = end_review(opened(), ending(on=yesterday), given(DECIDER), None).state.ended
    assert ended is not None
    assert ended.on == yesterday
    tomorrow = ending(on=TODAY + timedelta(days=1))
    assert places(end_review, opened(), tomorrow, given(DECIDER), None) == [("day/in-future", "on")]
