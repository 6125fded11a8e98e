"""Offering a party a part (FC1, R17, R18)."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.events.feedback_capture import InvolvementOffered
from contracts.vocabulary.feedback import InvolvementStatus, InvolvementStep
from services.chassis.rules.calendar import add_working_days
from services.chassis.rules.decisions import Refused
from services.chassis.rules.person import person_of
from services.feedback_capture.domain.involvement.offering import OfferPart, offer_part
from tests.builders.feedback_capture import (
    EXPLAINED,
    FACILITATOR,
    REVIEW,
    answered,
    at,
    codes,
    in_scope,
    offering,
    party_of,
)
from tests.builders.given import CLOSED, MONDAY, actor, some_id

BY = at(who=FACILITATOR)


def test_offer_emits_its_event_and_starts_the_answer_clock() -> None:
    state = in_scope()
    decided = offer_part(state, offering(state), BY)
    party = party_of(decided.state, "practitioners")
    assert decided.events == (InvolvementOffered(review=REVIEW, party=party.id, explained=True),)
    assert party.status is InvolvementStatus.INVITED
    assert party.due == {InvolvementStep.ANSWER: add_working_days(MONDAY.date(), 20, CLOSED)}
    assert (party.agency, party.offer and party.offer.by) == ("police", person_of(FACILITATOR))


def test_offer_of_last_week_keeps_its_day_and_counts_from_it() -> None:
    state, typed = in_scope(), at(date(2026, 1, 21), FACILITATOR)
    party = party_of(offer_part(state, offering(state, on=date(2026, 1, 14)), typed).state, "practitioners")
    assert party.offer
    assert (party.offer.on, party.offer.recorded_at) == (date(2026, 1, 14), typed.now)
    assert party.due == {InvolvementStep.ANSWER: add_working_days(date(2026, 1, 14), 20, CLOSED)}


def test_offer_is_made_neither_in_the_future_nor_before_what_it_follows() -> None:
    typed = at(date(2026, 1, 21), FACILITATOR)
    for state, day, code in (
        (in_scope(), date(2026, 1, 22), "day/in-future"),
        (answered("declined"), date(2026, 1, 11), "day/too-early"),
    ):
        with pytest.raises(Refused) as refused:
            offer_part(state, offering(state, on=day), typed)
        assert codes(refused.value) == [code]


def test_offer_is_refused_with_every_reason_at_once() -> None:
    state = in_scope()
    empty = OfferPart(party=party_of(state, "practitioners").id, channel="letter", language="en", format="text")
    with pytest.raises(Refused) as refused:
        offer_part(state, empty, BY)
    assert {(each.code, each.path) for each in refused.value.reasons} == {
        ("involvement/to-nobody", "person_ref"),
        ("involvement/agency-missing", "agency"),
        *(("involvement/not-explained", f"explained/{code}") for code in EXPLAINED),
    }


@given(st.sets(st.sampled_from(EXPLAINED)))
def test_offer_is_accepted_exactly_when_all_is_explained(explained: set[str]) -> None:
    state = in_scope()
    command = offering(state, "parents-carers", explained=tuple(explained))
    missing = set(EXPLAINED) - explained - {"no-blame"}
    if not missing:
        assert offer_part(state, command, BY).events
        return
    with pytest.raises(Refused) as refused:
        offer_part(state, command, BY)
    assert {each.path for each in refused.value.reasons} == {f"explained/{code}" for code in missing}


@pytest.mark.parametrize(
    ("group", "changes", "code"),
    [
        ("surviving-siblings", {"advocate_offered": False}, "involvement/advocate-not-offered"),
        ("practitioners", {"agency": "nowhere"}, "involvement/unknown-agency"),
        ("parents-carers", {"explained": (*EXPLAINED, "something-else")}, "involvement/unknown-explanation"),
        ("parents-carers", {"party": some_id("stranger")}, "involvement/unknown-party"),
    ],
)
def test_offer_is_refused(group: str, changes: dict[str, Any], code: str) -> None:
    state = in_scope()
    with pytest.raises(Refused) as refused:
        offer_part(state, offering(state, group, **changes), BY)
    assert codes(refused.value) == [code]


def test_offer_to_a_practitioner_states_that_no_one_is_blamed() -> None:
    state = in_scope()
    unsaid = tuple(each for each in EXPLAINED if each != "no-blame")
    with pytest.raises(Refused) as refused:
        offer_part(state, offering(state, explained=unsaid), BY)
    assert [(each.code, each.path) for each in refused.value.reasons] == [("involvement/not-explained", "explained/no-blame")]
    assert offer_part(state, offering(state, "parents-carers", explained=unsaid), BY).events


def test_offer_is_made_neither_by_a_colleague_nor_to_another_speaker() -> None:
    state = in_scope()
    colleague = at(who=actor("facilitator", "police", FACILITATOR.person_ref))
    with pytest.raises(Refused) as refused:
        offer_part(state, offering(state), colleague)
    assert codes(refused.value) == ["involvement/own-agency"]
    declined = answered("declined")
    to_another = offering(declined, person_ref="somebody-else")
    assert offer_part(declined, to_another, BY).events, "a wrong reference can be corrected"
    with pytest.raises(Refused) as another:
        offer_part(declined, to_another, BY, 1)
    assert codes(another.value) == ["involvement/another-person"]
    assert offer_part(declined, offering(declined), BY, 1).events


def test_offer_needs_an_advocate_only_for_a_child() -> None:
    state = in_scope()
    assert offer_part(state, offering(state, "parents-carers", advocate_offered=False), BY).events


def test_offer_is_repeated_after_a_refusal_but_not_to_a_participant() -> None:
    state = answered("accepted")
    with pytest.raises(Refused) as refused:
        offer_part(state, offering(state), BY)
    assert codes(refused.value) == ["involvement/takes-part-already"]
    state = answered("declined")
    assert party_of(offer_part(state, offering(state), BY).state, "practitioners").status is InvolvementStatus.INVITED
