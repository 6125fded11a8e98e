"""Putting an offer off with approval (FC1)."""

from datetime import date

import pytest

from contracts.events.feedback_capture import InvolvementAnswered
from contracts.vocabulary.feedback import InvolvementStatus
from services.chassis.rules.decisions import Refused
from services.feedback_capture.domain.involvement.postponing import DeferOffer, DoNotInvite, defer_offer, do_not_invite
from services.feedback_capture.domain.involvement.state import Involvement
from tests.builders.feedback_capture import (
    CHAIR,
    REVIEW,
    answered,
    at,
    codes,
    in_scope,
    party_of,
)
from tests.builders.given import MONDAY

AGAIN = date(2026, 4, 1)
PARENTS = "parents-carers"


def deferring(state: Involvement, until: str = "charge-decision", look_again: date = AGAIN) -> DeferOffer:
    return DeferOffer(party=party_of(state, PARENTS).id, until=until, look_again=look_again, reason="The officer asks to wait.")


def leaving_out(state: Involvement, look_again: date = AGAIN) -> DoNotInvite:
    return DoNotInvite(party=party_of(state, PARENTS).id, reason="It would put a child at risk.", look_again=look_again)


def test_deferral_is_approved_by_the_decider_who_records_it() -> None:
    state = in_scope()
    decided = defer_offer(state, deferring(state), at(who=CHAIR))
    party = party_of(decided.state, PARENTS)
    assert decided.events == (
        InvolvementAnswered(review=REVIEW, party=party.id, status=InvolvementStatus.DEFERRED, approved=True),
    )
    assert (party.due, party.away and party.away.approved_by) == ({}, CHAIR.person_ref)


def test_exception_is_approved_by_the_decider_who_records_it() -> None:
    state = in_scope()
    decided = do_not_invite(state, leaving_out(state), at(who=CHAIR))
    party = party_of(decided.state, PARENTS)
    assert decided.events == (
        InvolvementAnswered(review=REVIEW, party=party.id, status=InvolvementStatus.NOT_INVITED, approved=True),
    )


def test_deferral_is_refused_with_every_reason_at_once() -> None:
    state = answered("accepted", PARENTS)
    with pytest.raises(Refused) as refused:
        defer_offer(state, deferring(state, "next-summer", MONDAY.date()), at(who=CHAIR))
    assert codes(refused.value) == [
        "involvement/look-again-not-ahead",
        "involvement/takes-part-already",
        "involvement/unknown-deferral",
    ]
