"""The steps of reviews that wait for people (RR1, RR5, RR6, AT8)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from contracts.vocabulary.actions import ActionStatus
from contracts.vocabulary.reviews import HoldKind, ReviewEnd, WithdrawalReason
from contracts.vocabulary.roles import BUSINESS_UNIT as UNIT
from local.partnership import COUNCIL
from services.chassis.rules.calendar import add_working_days
from services.chassis.rules.decisions import Actor, derived
from services.review_registry.domain.others.actions import keys as keys_of_action
from services.review_registry.domain.review.closing import CloseReview, close_review
from services.review_registry.domain.review.holding import PlaceHold, place_hold
from services.review_registry.domain.review.publishing import publish_review
from services.review_registry.domain.review.scoping import set_scope
from services.review_registry.domain.review.state import Ended, Gate, Override, OverrideStatus, Review, keys
from services.review_registry.domain.review.waits import ReviewStep, of_reopened_action, takes_part, waits_of
from services.review_registry.domain.review.withdrawing import WithdrawPublication, withdraw_publication
from tests.builders.review_registry import (
    BUSINESS_UNIT,
    CLOSED,
    DECIDED,
    DECIDER,
    ID,
    NOW,
    TODAY,
    UNHEARD,
    URL,
    given,
    in_findings,
    opened,
    scope,
    scoped,
    screened,
)
from tests.builders.review_registry_closing import deciding, in_closure, in_report, published, reported, responded, told
from tests.builders.review_registry_learning import drafted

REFERRED = date(2025, 11, 20)
DAYS = 10
"""Working days to decide, by the settings."""


def steps(review: Review, now: datetime = NOW) -> list[tuple[ReviewStep, date | None]]:
    """Returns each step that waits, and by when."""
    return [(ReviewStep(each.asks), each.by) for each in waits_of(review, given(now=now))]


def due(day: date = TODAY) -> date:
    return add_working_days(day, DAYS, CLOSED)


def closed() -> Review:
    return close_review(in_closure(), CloseReview.model_validate(DECIDED), given(DECIDER), told()).state


@pytest.mark.parametrize(
    ("review", "asks", "since"),
    [
        (opened(), ReviewStep.SCREEN, REFERRED),
        (scoped(), ReviewStep.APPOINT_LEAD, TODAY),
        (in_findings(), ReviewStep.CONFIRM_FINDING, TODAY),
        (reported(), ReviewStep.RESPOND, TODAY),
        (responded(), ReviewStep.DECIDE_PUBLICATION, TODAY),
        (drafted(), ReviewStep.RELEASE_LEARNING, TODAY),
    ],
    ids=lambda each: each.value if isinstance(each, ReviewStep) else "",
)
def test_each_step_waits_since_the_day_on_which_it_could_be_taken(review: Review, asks: ReviewStep, since: date) -> None:
    (wait,) = waits_of(review, given())
    assert (wait.asks, wait.by, wait.review) == (asks, due(since), review.id)
    assert (wait.since, wait.link) == (datetime(since.year, since.month, since.day, tzinfo=UTC), f"{URL}/reviews/{review.id}")


def test_nothing_waits_in_a_review_that_others_move_on() -> None:
    for review in (screened(), in_report(), published()):
        assert steps(review) == []


def test_review_that_ended_waits_for_nobody() -> None:
    for review in (opened(), in_findings()):
        ended = review.model_copy(update={"ended": Ended(how=ReviewEnd.WITHDRAWN, on=TODAY, because="Opened by mistake.")})
        assert steps(ended) == []
        assert keys(ended)["waits"] is None


def test_deferred_publication_waits_for_another_decision() -> None:
    later = NOW + timedelta(days=7)
    deferred = publish_review(responded(), deciding("defer"), given(DECIDER, later), UNHEARD).state
    assert steps(deferred) == [(ReviewStep.DECIDE_PUBLICATION, due(later.date()))]


def test_embargoed_publication_waits_from_the_end_of_the_embargo() -> None:
    until = date(2026, 4, 20)
    review = publish_review(responded(), deciding("defer", embargo_until=until), given(DECIDER), UNHEARD).state
    assert steps(review) == []
    assert steps(review, datetime(2026, 4, 20, 9, tzinfo=UTC)) == [(ReviewStep.DECIDE_PUBLICATION, due(until))]


def test_hold_waits_from_its_review_date_also_once_closed() -> None:
    hold = PlaceHold(kind=HoldKind.CRIMINAL, review_on=TODAY + timedelta(days=30), authority="The police.")
    for review in (in_report(), closed()):
        held = place_hold(review, hold, given(DECIDER)).state
        assert steps(held) == []
        assert steps(held, NOW + timedelta(days=31)) == [(ReviewStep.REVIEW_HOLD, hold.review_on)]
        assert keys(held)["waits"] == "yes"


def test_overdue_clock_waits_for_the_business_unit() -> None:
    (wait,) = waits_of(screened(), given(now=NOW + timedelta(days=200)))
    assert (wait.asks, wait.roles, wait.by) == (ReviewStep.MEET_CLOCK, (UNIT,), date(2026, 9, 2))


def test_publication_withdrawn_after_closing_waits_to_be_reopened() -> None:
    withdraw = WithdrawPublication(reason=WithdrawalReason.FACTUAL_ERROR)
    review = withdraw_publication(closed(), withdraw, given(DECIDER)).state
    assert steps(review) == [(ReviewStep.REOPEN, due())]
    assert keys(review)["waits"] == "yes"
    assert steps(withdraw_publication(in_closure(), withdraw, given(DECIDER)).state) == [(ReviewStep.DECIDE_PUBLICATION, due())]


def test_action_of_a_closed_review_that_is_reopened_waits_for_a_decision() -> None:
    again = told().actions[0].model_copy(update={"epoch": 2, "status": ActionStatus.IN_PROGRESS})
    assert keys_of_action(again)["reopened"] == "yes"
    assert keys_of_action(told().actions[0])["reopened"] is None
    wait = of_reopened_action(closed(), again, NOW, given())
    assert wait is not None
    assert (wait.asks, wait.about, wait.review, wait.by) == (ReviewStep.REOPEN, again.id, ID, due())
    assert of_reopened_action(in_closure(), again, NOW, given()) is None


def test_decider_of_an_agency_under_review_decides_neither_lead_nor_publication() -> None:
    of_agency = Actor(frozenset({"decider"}), COUNCIL, "p-council")
    for review, part in ((scoped(), False), (responded(), False), (reported(), True)):
        (wait,) = waits_of(review, given())
        assert takes_part(review, wait, given(of_agency)) is part
        assert takes_part(review, wait, given(DECIDER))
        assert takes_part(review, wait, given(BUSINESS_UNIT))


def test_override_asked_for_waits_for_the_scrutineer() -> None:
    asked = Override(
        id=derived("override"), gate=Gate.CLOSING, code="learning/not-published", path="products", reason="It comes later.",
        asked_on=TODAY, asked_by="p-decider", asked_for="partnership",
    )  # fmt: skip
    (wait,) = waits_of(in_report().model_copy(update={"overrides": (asked,)}), given())
    assert (wait.asks, wait.about, wait.roles) == (ReviewStep.ANSWER_OVERRIDE, asked.id, ("scrutineer",))
    answered = asked.model_copy(update={"status": OverrideStatus.REFUSED})
    assert steps(in_report().model_copy(update={"overrides": (answered,)})) == []


def test_lead_is_asked_to_declare_again_for_another_scope() -> None:
    review = set_scope(in_report(), scope(children=("child-a", "child-b")), given()).state
    (wait,) = waits_of(review, given())
    assert (wait.asks, wait.roles) == (ReviewStep.DECLARE, ("lead-reviewer", "business-unit"))
