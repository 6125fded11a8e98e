"""Clocks that the progress of the review sets (FC1, R17)."""

from datetime import date

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


def test_family_is_to_be_offered_a_part_from_the_opening_and_practitioners_from_the_scope_on() -> None:
    state = planned()
    assert party_of(state, "surviving-siblings").due == {InvolvementStep.OFFER: TWENTY_ON}
    assert party_of(state, "practitioners").due == {}
    state = scoped(state, scoping(), at(LATER)).state
    by = add_working_days(LATER, 20, CLOSED)
    assert party_of(state, "practitioners").due == {InvolvementStep.OFFER: by}
    assert party_of(state, "surviving-siblings").due == {InvolvementStep.OFFER: TWENTY_ON}
    assert scoped(state, scoping(), at(date(2026, 5, 1))).state == state


def test_a_scope_asks_nobody_again_who_was_offered_a_part_before() -> None:
    state = offered("practitioners", state=planned())
    assert InvolvementStep.OFFER not in party_of(scoped(state, scoping(), at(LATER)).state, "practitioners").due


def test_with_the_report_who_takes_part_is_owed_the_findings() -> None:
    assert party_of(moved(answered("accepted"), moving("findings"), at()).state, "practitioners").due == {}
    state = moved(answered("accepted"), moving("report"), at()).state
    assert party_of(state, "practitioners").due == {InvolvementStep.FINDINGS: FIFTEEN_ON}
    assert InvolvementStep.FINDINGS not in party_of(state, "parents-carers").due
    assert moved(state, moving("report"), at(LATER)).state.parties == state.parties


def test_once_published_who_takes_part_is_owed_what_came_of_it() -> None:
    state = published(answered("contributed"), publishing(), at()).state
    assert party_of(state, "practitioners").due == {InvolvementStep.OUTCOME: FIFTEEN_ON}


def test_who_declined_is_owed_nothing_and_who_comes_in_late_is_owed_what_has_come() -> None:
    state = moved(answered("declined"), moving("report"), at()).state
    assert party_of(state, "practitioners").due == {}
    late = answered("accepted", state=moved(offered(), moving("report"), at()).state)
    assert party_of(late, "practitioners").due == {InvolvementStep.FINDINGS: FIFTEEN_ON}
    assert party_of(answered("withdrew", state=late), "practitioners").due == {}


def test_a_publication_withdrawn_is_noted_and_a_closed_review_rings_no_more() -> None:
    state = published(answered("contributed"), publishing(), at()).state
    state = withdrawn(state, PublicationWithdrawn(review=REVIEW, reason="court-order"), at()).state
    assert state.publication_withdrawn == "court-order"
    assert alarm(state, at()) is not None
    event = ReviewClosed(review=REVIEW, findings_confirmed=1, actions_sustained=1, products_published=0)
    assert alarm(closed(state, event, at()).state, at()) is None
