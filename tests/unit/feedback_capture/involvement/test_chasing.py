"""Changes that time alone makes to an involvement (FC1)."""

from datetime import UTC, date, datetime

from contracts.events.feedback_capture import InvolvementOverdue, InvolvementResumed
from contracts.events.review_registry import ReviewClosed
from contracts.vocabulary.feedback import InvolvementStatus, InvolvementStep
from services.chassis.rules.calendar import add_working_days, end_of, start_of
from services.feedback_capture.domain.involvement.chasing import alarm, ring
from services.feedback_capture.domain.involvement.following import closed
from services.feedback_capture.domain.involvement.offering import offer_part
from services.feedback_capture.domain.involvement.postponing import DeferOffer, defer_offer
from services.feedback_capture.domain.involvement.state import Involvement
from tests.builders.feedback_capture import (
    CHAIR,
    REVIEW,
    UNIT,
    at,
    going_ahead,
    in_scope,
    names,
    offered,
    offering,
    party_of,
    planned,
)
from tests.builders.given import CLOSED

LONDON = "Europe/London"
AGAIN = date(2026, 4, 1)
PARENTS = "parents-carers"


def deferring(state: Involvement, until: str = "charge-decision", look_again: date = AGAIN) -> DeferOffer:
    return DeferOffer(party=party_of(state, PARENTS).id, until=until, look_again=look_again, reason="The officer asks to wait.")


def deferred() -> Involvement:
    """Returns an involvement with the parents alone, whose offer is deferred."""
    state = planned(groups=(PARENTS,))
    return defer_offer(state, deferring(state), at(who=CHAIR)).state


def test_deferred_party_comes_back_when_its_day_begins() -> None:
    state = deferred()
    begins = start_of(AGAIN, LONDON)
    assert alarm(state, at()) == begins
    assert ring(state, at(date(2026, 3, 31))).state == state
    decided = ring(state, at(begins))
    by = add_working_days(AGAIN, 20, CLOSED)
    party = party_of(decided.state, PARENTS)
    assert decided.events == (InvolvementResumed(review=REVIEW, party=party.id, by=by),)
    assert (party.status, party.due, party.away) == (InvolvementStatus.NOT_STARTED, {InvolvementStep.OFFER: by}, None)
    assert alarm(decided.state, at(begins)) == end_of(by, LONDON)


def test_deferred_party_has_all_its_days_after_an_outage() -> None:
    late = date(2026, 9, 1)
    decided = ring(deferred(), at(late))
    assert names(decided.events) == ["InvolvementResumed"]
    assert party_of(decided.state, PARENTS).due == {InvolvementStep.OFFER: add_working_days(late, 20, CLOSED)}


def test_deferred_party_has_no_offer_when_it_comes_back() -> None:
    state = offered(PARENTS)
    state = defer_offer(state, deferring(state), at(who=CHAIR)).state
    assert not party_of(state, PARENTS).offered
    assert not party_of(ring(state, at(AGAIN)).state, PARENTS).offered


def test_offer_ends_a_deferral() -> None:
    state = offer_part(deferred(), offering(deferred(), PARENTS), at(date(2026, 2, 2), UNIT)).state
    assert party_of(state, PARENTS).away is None
    assert "InvolvementResumed" not in names(ring(state, at(AGAIN)).events)


def test_overdue_step_is_reported_once_after_its_day() -> None:
    state = going_ahead(groups=(PARENTS,))
    by = party_of(state, PARENTS).due[InvolvementStep.OFFER]
    assert alarm(state, at()) == end_of(by, LONDON)
    assert ring(state, at(datetime(by.year, by.month, by.day, 23, 59, tzinfo=UTC))).events == ()
    decided = ring(state, at(end_of(by, LONDON)))
    overdue = InvolvementOverdue(review=REVIEW, party=party_of(state, PARENTS).id, step=InvolvementStep.OFFER, by=by)
    assert decided.events == (overdue,)
    assert alarm(decided.state, at(end_of(by, LONDON))) is None
    assert ring(decided.state, at(date(2027, 1, 1))).events == ()


def test_closed_review_reports_nothing() -> None:
    event = ReviewClosed(review=REVIEW, findings_confirmed=0, actions_sustained=0, products_published=0)
    state = closed(in_scope(), event, at()).state
    assert ring(state, at(date(2027, 1, 1))).events == ()
