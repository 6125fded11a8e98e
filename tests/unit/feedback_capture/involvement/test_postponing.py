"""Putting an offer off with approval (FC1)."""

from datetime import date

import pytest

from contracts.events.feedback_capture import InvolvementAnswered
from contracts.vocabulary.feedback import InvolvementStatus
from services.chassis.rules.decisions import Refused
from services.chassis.rules.person import person_of
from services.feedback_capture.domain.involvement.postponing import DeferOffer, DoNotInvite, defer_offer, do_not_invite
from services.feedback_capture.domain.involvement.state import Involvement
from tests.builders.feedback_capture import (
    CHAIR,
    COUNCIL_DECIDER,
    POLICE_DECIDER,
    REVIEW,
    answered,
    at,
    codes,
    in_scope,
    offered,
    party_of,
    planned,
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
    assert (party.due, party.away and party.away.approved_by) == ({}, person_of(CHAIR))


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


@pytest.mark.parametrize("day", [date(2026, 4, 7), date(2090, 1, 1)])
def test_day_to_look_again_is_at_most_so_many_weeks_ahead(day: date) -> None:
    state = in_scope()
    with pytest.raises(Refused) as deferred:
        defer_offer(state, deferring(state, look_again=day), at(who=CHAIR))
    with pytest.raises(Refused) as left_out:
        do_not_invite(state, leaving_out(state, day), at(who=CHAIR))
    assert codes(deferred.value) == codes(left_out.value) == ["involvement/look-again-too-far"]


def test_offer_is_put_off_by_nobody_with_a_side() -> None:
    """The police are under review. The council is not, but the practitioner may be one of its own."""
    theirs = offered()
    elsewhere = theirs.model_copy(update={"agencies": ("council",)})
    practitioner = DoNotInvite(party=party_of(theirs, "practitioners").id, reason="So.", look_again=AGAIN)
    for state, command, code in (
        (theirs, leaving_out(theirs), "involvement/not-impartial"),
        (theirs, practitioner, "involvement/not-impartial involvement/own-agency"),
        (elsewhere, practitioner, "involvement/own-agency"),
        (planned(), leaving_out(planned()), "involvement/not-impartial"),
    ):
        with pytest.raises(Refused) as refused:
            do_not_invite(state, command, at(who=POLICE_DECIDER))
        assert codes(refused.value) == code.split()
    assert do_not_invite(theirs, practitioner, at(who=COUNCIL_DECIDER)).events
