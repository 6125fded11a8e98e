"""Ways back: to an earlier stage, or out of a review that was closed or ended (RR1, RR6)."""

from datetime import timedelta
from typing import Any

import pytest

from contracts.events.review_registry import ReviewReopened, ReviewStageChanged
from contracts.vocabulary.reviews import ReviewEnd, WithdrawalReason
from services.review_registry.domain.review.chasing import alarm
from services.review_registry.domain.review.closing import CloseReview, close_review
from services.review_registry.domain.review.gates.closing import gate
from services.review_registry.domain.review.going_back import ReopenReview, SendBack, reopen_review, send_back
from services.review_registry.domain.review.publishing import publish_review
from services.review_registry.domain.review.reporting import write_report
from services.review_registry.domain.review.state import Ended, Review, days_of
from services.review_registry.domain.review.withdrawing import WithdrawPublication, withdraw_publication
from tests.builders.refusals import codes, places
from tests.builders.review_registry import BUSINESS_UNIT, DECIDED, DECIDER, ID, LEAD, NOW, TODAY, given, moved, opened, screened
from tests.builders.review_registry_closing import checked, deciding, in_closure, in_report, published, report, reported, told

WHY = "The police show that a date is wrong."
CLOSE = CloseReview.model_validate(DECIDED)


def reopening(stage: str = "actions", **changed: Any) -> ReopenReview:
    return ReopenReview.model_validate({**DECIDED, "stage": stage, **changed})


def closed() -> Review:
    return close_review(in_closure(), CLOSE, given(DECIDER), told()).state


def test_review_goes_back_to_any_earlier_stage_with_a_reason() -> None:
    for stage in ("scoping", "analysis", "findings"):
        decided = send_back(in_report(), SendBack(to=stage, reason=WHY), given())
        assert decided.events == (ReviewStageChanged(review=ID, from_stage="report", to_stage=stage),)
        assert decided.state.stage == stage
        assert decided.state.moments[-1].because == WHY


def test_stages_after_the_one_gone_back_to_are_entered_again() -> None:
    back = send_back(reported(), SendBack(to="findings", reason=WHY), given()).state
    assert "entered-findings" in days_of(back)
    assert not {"entered-report", "entered-partnership-response"} & days_of(back).keys()
    week = timedelta(days=7)
    assert days_of(moved(back, "report", now=NOW + week).state)["entered-report"] == TODAY + week


@pytest.mark.parametrize("stage", ["report", "closure", "rapid-review", "nowhere"])
def test_only_an_earlier_stage_of_the_type_can_be_gone_back_to(stage: str) -> None:
    assert places(send_back, in_report(), SendBack(to=stage, reason=WHY), given()) == [("review/no-way-back", "to")]
    assert codes(send_back, opened(), SendBack(to=stage, reason=WHY), given()) == ["review/no-way-back"]


def test_published_report_is_withdrawn_before_its_review_goes_back() -> None:
    review = moved(published(), "actions").state
    assert codes(send_back, review, SendBack(to="report", reason=WHY), given()) == ["report/published"]
    assert send_back(review, SendBack(to="publication", reason=WHY), given()).state.stage == "publication"


def test_impact_is_assessed_again_after_going_back() -> None:
    back = send_back(in_closure(), SendBack(to="follow-up", reason=WHY), given()).state
    assert back.impact is None


@pytest.mark.parametrize("stage", ["findings", "actions", "closure"])
def test_closed_review_is_reopened_in_a_stage_that_it_reached(stage: str) -> None:
    decided = reopen_review(closed(), reopening(stage), given(DECIDER))
    assert decided.events == (ReviewReopened(review=ID, stage=stage),)
    assert (decided.state.closed_on, decided.state.impact, decided.state.stage) == (None, None, stage)
    assert (decided.state.decisions[-1].decision, decided.state.decisions[-1].outcome) == ("close", "reopen")
    assert [each.code for each in gate(decided.state, told(), given())][-1] == "closing/no-impact"


def test_ended_review_is_reopened_with_its_clocks() -> None:
    ended = screened().model_copy(update={"ended": Ended(how=ReviewEnd.WITHDRAWN, on=TODAY, because=WHY)})
    assert alarm(ended, given()) is None
    decided = reopen_review(ended, reopening("screening"), given(DECIDER))
    assert decided.events == (ReviewReopened(review=ID, stage="screening"),)
    assert decided.state.ended is None
    assert alarm(decided.state, given()) == alarm(screened(), given())
    assert places(reopen_review, ended, reopening("findings"), given(DECIDER)) == [("review/no-way-back", "stage")]


def test_open_review_is_not_reopened() -> None:
    assert codes(reopen_review, in_report(), reopening("findings"), given(DECIDER)) == ["review/open"]


def test_publication_withdrawn_after_closing_can_be_corrected_and_published_again() -> None:
    withdraw = WithdrawPublication(reason=WithdrawalReason.FACTUAL_ERROR)
    review = withdraw_publication(closed(), withdraw, given(DECIDER)).state
    review = reopen_review(review, reopening("publication"), given(DECIDER)).state
    review = write_report(review, report(), given(LEAD)).state
    again = publish_review(checked(review, BUSINESS_UNIT, DECIDER), deciding(), given(DECIDER), told()).state
    assert again.publication is not None
    assert again.publication.stands
