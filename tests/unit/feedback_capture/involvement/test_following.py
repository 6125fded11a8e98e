"""Clocks that the progress of the review sets (FC1, R17)."""

from datetime import date

import pytest

from contracts.events.review_registry import PublicationWithdrawn, ReviewClosed
from contracts.vocabulary.feedback import InvolvementStep
from services.chassis.rules.calendar import add_working_days
from services.feedback_capture.domain.involvement.chasing import alarm
from services.feedback_capture.domain.involvement.following import closed, moved, published, scoped, withdrawn
from tests.builders.feedback_capture import (
    REVIEW,
    answered,
    at,
    moving,
    offered,
    party_of,
    planned,
    publishing,
    scoping,
)
from tests.builders.given import CLOSED, MONDAY

TWENTY_ON = add_working_days(MONDAY.date(), 20, CLOSED)
FIFTEEN_ON = add_working_days(MONDAY.date(), 15, CLOSED)
LATER = date(2026, 3, 2)


def test_offer_clock_starts_at_opening_for_family_and_scope_for_others() -> None:
    state = planned()
    assert party_of(state, "surviving-siblings").due == {InvolvementStep.OFFER: TWENTY_ON}
    assert party_of(state, "practitioners").due == {}
    state = scoped(state, scoping(), at(LATER)).state
    by = add_working_days(LATER, 20, CLOSED)
    assert party_of(state, "practitioners").due == {InvolvementStep.OFFER: by}
    assert party_of(state, "surviving-siblings").due == {InvolvementStep.OFFER: TWENTY_ON}
    assert scoped(state, scoping(), at(date(2026, 5, 1))).state == state


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
