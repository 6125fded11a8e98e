"""Clocks that the progress of the review sets (FC1, R17)."""

from dataclasses import replace
from datetime import date

import pytest

from contracts.events.review_registry import PublicationWithdrawn, ReviewClosed, ReviewEnded, ReviewReopened
from contracts.vocabulary.feedback import InvolvementStep
from contracts.vocabulary.reviews import ReviewEnd
from services.chassis.rules.calendar import add_working_days
from services.chassis.rules.decisions import Refused
from services.feedback_capture.domain.involvement.chasing import alarm, ring
from services.feedback_capture.domain.involvement.following import (
    closed,
    ended,
    goes_ahead,
    moved,
    published,
    reopened,
    scoped,
    withdrawn,
)
from services.feedback_capture.domain.involvement.offering import offer_part
from services.feedback_capture.domain.involvement.planning import plan
from tests.builders.feedback_capture import (
    FACILITATOR,
    FRAMEWORK,
    REVIEW,
    TYPE,
    answered,
    at,
    in_scope,
    moving,
    offered,
    offering,
    opening,
    party_of,
    planned,
    publishing,
    scoping,
)
from tests.builders.given import CLOSED, MONDAY

TWENTY_ON = add_working_days(MONDAY.date(), 20, CLOSED)
FIFTEEN_ON = add_working_days(MONDAY.date(), 15, CLOSED)
LATER = date(2026, 3, 2)
ENDED = ReviewEnded(review=REVIEW, how=ReviewEnd.SCREENED_OUT)


def test_nobody_is_owed_an_offer_before_the_review_goes_ahead() -> None:
    state = planned()
    assert (state.going_ahead_on, [each.due for each in state.parties], alarm(state, at())) == (None, [{}, {}, {}], None)
    early = scoped(state, scoping(), at()).state
    assert [each.due for each in early.parties] == [{}, {}, {}]
    ahead = moved(early, moving("scoping"), at(LATER)).state
    assert {each.due[InvolvementStep.OFFER] for each in ahead.parties} == {add_working_days(LATER, 20, CLOSED)}


def test_offer_clock_starts_after_screening_for_family_and_scope_for_others() -> None:
    state = moved(planned(), moving("scoping"), at()).state
    assert state.going_ahead_on == MONDAY.date()
    assert party_of(state, "surviving-siblings").due == {InvolvementStep.OFFER: TWENTY_ON}
    assert party_of(state, "practitioners").due == {}
    state = scoped(state, scoping(), at(LATER)).state
    by = add_working_days(LATER, 20, CLOSED)
    assert party_of(state, "practitioners").due == {InvolvementStep.OFFER: by}
    assert party_of(state, "surviving-siblings").due == {InvolvementStep.OFFER: TWENTY_ON}
    assert scoped(state, scoping(), at(date(2026, 5, 1))).state == state
    assert moved(state, moving("scoping"), at(date(2026, 5, 1))).state == state


def test_offer_made_before_the_review_goes_ahead_needs_no_other() -> None:
    state = moved(offered("parents-carers", state=planned()), moving("scoping"), at(LATER)).state
    assert InvolvementStep.OFFER not in party_of(state, "parents-carers").due


@pytest.mark.parametrize(
    ("stages", "stage", "ahead"),
    [
        (("screening", "scoping"), None, False),
        (("screening", "scoping"), "screening", False),
        (("screening", "scoping"), "scoping", True),
        (("referral", "screening", "scoping"), "referral", False),
        (("screening", "scoping"), "a-side-state", False),
        (("referral", "analysis"), None, True),
        (None, None, False),
        (None, "scoping", True),
    ],
)
def test_review_goes_ahead_once_it_is_past_screening(stages: tuple[str, ...] | None, stage: str | None, ahead: bool) -> None:  # noqa: FBT001
    """A review whose type the settings no longer have goes ahead when it moves."""
    assert goes_ahead(TYPE.model_copy(update={"stages": stages}) if stages else None, stage) is ahead


def test_type_without_screening_starts_its_offers_at_the_opening() -> None:
    direct = TYPE.model_copy(update={"stages": ("scoping", "analysis")})
    given = replace(at(), framework=FRAMEWORK.model_copy(update={"review_types": (direct,)}))
    state = plan(None, opening(), given).state
    assert party_of(state, "parents-carers").due == {InvolvementStep.OFFER: TWENTY_ON}


def test_review_that_ends_stops_every_clock_and_takes_no_new_offer() -> None:
    state = ended(in_scope(), ENDED, at()).state
    assert (state.ended_on, alarm(state, at())) == (MONDAY.date(), None)
    assert ring(state, at(LATER)).state == state
    with pytest.raises(Refused) as refused:
        offer_part(state, offering(state), at(LATER, FACILITATOR))
    assert [each.message for each in refused.value.reasons] == [
        "This review has ended, so you cannot change its involvement. Reopen it first."
    ]


def test_review_that_is_reopened_starts_its_clocks_with_their_full_time() -> None:
    state = ended(answered("declined", "parents-carers", offered("parents-carers")), ENDED, at()).state
    again = reopened(state, ReviewReopened(review=REVIEW, stage="report"), at(LATER)).state
    assert (again.ended_on, again.stage) == (None, "report")
    offers, findings = add_working_days(LATER, 20, CLOSED), add_working_days(LATER, 15, CLOSED)
    assert party_of(again, "surviving-siblings").due == {InvolvementStep.OFFER: offers, InvolvementStep.FINDINGS: findings}
    assert party_of(again, "parents-carers").due == {InvolvementStep.FINDINGS: findings}
    assert alarm(again, at(LATER)) is not None


def test_review_that_was_screened_out_starts_its_offers_when_it_is_reopened() -> None:
    state = ended(planned(), ENDED, at()).state
    again = reopened(state, ReviewReopened(review=REVIEW, stage="screening"), at(LATER)).state
    assert again.going_ahead_on == LATER
    assert party_of(again, "parents-carers").due == {InvolvementStep.OFFER: add_working_days(LATER, 20, CLOSED)}


def test_closed_review_that_is_reopened_is_open_again() -> None:
    event = ReviewClosed(review=REVIEW, findings_confirmed=1, actions_sustained=1, products_published=0)
    state = reopened(closed(in_scope(), event, at()).state, ReviewReopened(review=REVIEW, stage="findings"), at(LATER)).state
    assert (state.closed_on, state.over, alarm(state, at(LATER)) is None) == (None, False, False)


def test_scope_starts_no_offer_clock_for_a_party_with_an_offer() -> None:
    state = offered("practitioners", state=planned())
    assert InvolvementStep.OFFER not in party_of(scoped(state, scoping(), at(LATER)).state, "practitioners").due


def test_report_stage_owes_each_party_the_findings() -> None:
    assert party_of(moved(answered("accepted"), moving("findings"), at()).state, "practitioners").due == {}
    state = moved(answered("accepted"), moving("report"), at()).state
    assert party_of(state, "practitioners").due == {InvolvementStep.FINDINGS: FIFTEEN_ON}
    assert party_of(state, "parents-carers").due[InvolvementStep.FINDINGS] == FIFTEEN_ON
    assert moved(state, moving("report"), at(LATER)).state.parties == state.parties


def test_publication_owes_participants_the_outcome() -> None:
    state = published(answered("contributed"), publishing(), at()).state
    assert party_of(state, "practitioners").due == {InvolvementStep.OUTCOME: FIFTEEN_ON}


@pytest.mark.parametrize("status", ["declined", "accepted", "contributed"])
def test_party_is_owed_the_findings_whatever_it_answered(status: str) -> None:
    state = moved(answered(status), moving("report"), at()).state
    assert party_of(state, "practitioners").due == {InvolvementStep.FINDINGS: FIFTEEN_ON}
    late = answered("accepted", state=moved(offered(), moving("report"), at()).state)
    assert party_of(late, "practitioners").due == {InvolvementStep.FINDINGS: FIFTEEN_ON}
    assert party_of(answered("withdrew", state=late), "practitioners").due == {InvolvementStep.FINDINGS: FIFTEEN_ON}


def test_wider_scope_names_the_agencies_under_review() -> None:
    state = scoped(planned(), scoping(), at()).state
    wider = scoping().model_copy(update={"agencies": ("police", "council")})
    assert scoped(state, wider, at(LATER)).state == state.model_copy(update={"agencies": ("police", "council")})


def test_withdrawn_publication_is_noted_and_closing_ends_the_alarm() -> None:
    state = published(answered("contributed"), publishing(), at()).state
    state = withdrawn(state, PublicationWithdrawn(review=REVIEW, reason="court-order"), at()).state
    assert state.publication_withdrawn == "court-order"
    assert alarm(state, at()) is not None
    event = ReviewClosed(review=REVIEW, findings_confirmed=1, actions_sustained=1, products_published=0)
    assert alarm(closed(state, event, at()).state, at()) is None
