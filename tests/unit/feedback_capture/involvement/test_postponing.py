"""Who is not offered a part for now comes back by themselves, and what is late is told once (FC1; domain.md 5d)."""

from datetime import UTC, date, datetime

import pytest

from contracts.events.feedback_capture import InvolvementAnswered, InvolvementOverdue, InvolvementResumed
from contracts.events.review_registry import ReviewClosed
from contracts.vocabulary.feedback import InvolvementStatus, InvolvementStep
from services.chassis.rules.calendar import add_working_days, end_of, start_of
from services.chassis.rules.decisions import Refused
from services.feedback_capture.domain.chasing import alarm, ring
from services.feedback_capture.domain.involvement import Involvement
from services.feedback_capture.domain.offering import DeferOffer, DoNotInvite, defer_offer, do_not_invite, offer_part
from services.feedback_capture.domain.planning import closed
from tests.unit.feedback_capture.given import (
    CHAIR,
    CLOSED,
    MONDAY,
    REVIEW,
    UNIT,
    answered,
    at,
    codes,
    in_scope,
    names,
    offered,
    offering,
    party_of,
    planned,
)

LONDON = "Europe/London"
AGAIN = date(2026, 4, 1)
PARENTS = "parents-carers"


def deferring(state: Involvement, until: str = "charge-decision", look_again: date = AGAIN) -> DeferOffer:
    return DeferOffer(party=party_of(state, PARENTS).id, until=until, look_again=look_again, reason="The officer asks to wait.")


def leaving_out(state: Involvement, look_again: date = AGAIN) -> DoNotInvite:
    return DoNotInvite(party=party_of(state, PARENTS).id, reason="It would put a child at risk.", look_again=look_again)


def deferred() -> Involvement:
    """The parents' part; nobody else has a clock."""
    state = planned(groups=(PARENTS,))
    return defer_offer(state, deferring(state), at(who=CHAIR)).state


def test_a_deferral_is_approved_by_the_decider_who_gives_it() -> None:
    state = in_scope()
    decided = defer_offer(state, deferring(state), at(who=CHAIR))
    party = party_of(decided.state, PARENTS)
    assert decided.events == (
        InvolvementAnswered(review=REVIEW, party=party.id, status=InvolvementStatus.DEFERRED, approved=True),
    )
    assert (party.due, party.away and party.away.approved_by) == ({}, CHAIR.person_ref)


def test_an_exception_too() -> None:
    state = in_scope()
    decided = do_not_invite(state, leaving_out(state), at(who=CHAIR))
    party = party_of(decided.state, PARENTS)
    assert decided.events == (
        InvolvementAnswered(review=REVIEW, party=party.id, status=InvolvementStatus.NOT_INVITED, approved=True),
    )


def test_all_that_is_wrong_with_a_deferral() -> None:
    state = answered("accepted", PARENTS)
    with pytest.raises(Refused) as refused:
        defer_offer(state, deferring(state, "next-summer", MONDAY.date()), at(who=CHAIR))
    assert codes(refused.value) == [
        "involvement/look-again-not-ahead",
        "involvement/takes-part-already",
        "involvement/unknown-deferral",
    ]


def test_they_come_back_when_their_day_begins_and_not_before() -> None:
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


def test_after_an_outage_they_still_have_all_their_days() -> None:
    late = date(2026, 9, 1)
    decided = ring(deferred(), at(late))
    assert names(decided.events) == ["InvolvementResumed"]
    assert party_of(decided.state, PARENTS).due == {InvolvementStep.OFFER: add_working_days(late, 20, CLOSED)}


def test_who_comes_back_has_to_be_offered_a_part_anew() -> None:
    state = offered(PARENTS)
    state = defer_offer(state, deferring(state), at(who=CHAIR)).state
    assert not party_of(state, PARENTS).offered
    assert not party_of(ring(state, at(AGAIN)).state, PARENTS).offered


def test_an_offer_ends_a_deferral() -> None:
    state = offer_part(deferred(), offering(deferred(), PARENTS), at(date(2026, 2, 2), UNIT)).state
    assert party_of(state, PARENTS).away is None
    assert "InvolvementResumed" not in names(ring(state, at(AGAIN)).events)


def test_a_step_is_overdue_when_its_day_is_over_and_told_once() -> None:
    state = planned(groups=(PARENTS,))
    by = party_of(state, PARENTS).due[InvolvementStep.OFFER]
    assert alarm(state, at()) == end_of(by, LONDON)
    assert ring(state, at(datetime(by.year, by.month, by.day, 23, 59, tzinfo=UTC))).events == ()
    decided = ring(state, at(end_of(by, LONDON)))
    overdue = InvolvementOverdue(review=REVIEW, party=party_of(state, PARENTS).id, step=InvolvementStep.OFFER, by=by)
    assert decided.events == (overdue,)
    assert alarm(decided.state, at(end_of(by, LONDON))) is None
    assert ring(decided.state, at(date(2027, 1, 1))).events == ()


def test_a_closed_review_tells_nothing() -> None:
    event = ReviewClosed(review=REVIEW, findings_confirmed=0, actions_sustained=0, products_published=0)
    state = closed(in_scope(), event, at()).state
    assert ring(state, at(date(2027, 1, 1))).events == ()
