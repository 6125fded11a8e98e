"""An offer of a part, and what follows (FC1, R17, R18; domain.md 5a)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.events.feedback_capture import InvolvementAnswered, InvolvementFedBack, InvolvementOffered
from contracts.vocabulary.feedback import InvolvementStatus, InvolvementStep
from services.chassis.rules.calendar import add_working_days
from services.chassis.rules.decisions import Refused
from services.feedback_capture.domain.offering import FeedBack, OfferPart, feed_back, offer_part, record_answer
from services.feedback_capture.domain.planning import moved, published
from tests.unit.feedback_capture.given import (
    CLOSED,
    EXPLAINED,
    FACILITATOR,
    MONDAY,
    REVIEW,
    answered,
    answering,
    at,
    codes,
    in_scope,
    moving,
    offered,
    offering,
    party_of,
    publishing,
    some_id,
)

BY = at(who=FACILITATOR)


def test_a_sound_offer_is_told_and_asks_for_an_answer() -> None:
    state = in_scope()
    decided = offer_part(state, offering(state), BY)
    party = party_of(decided.state, "practitioners")
    assert decided.events == (InvolvementOffered(review=REVIEW, party=party.id, explained=True),)
    assert party.status is InvolvementStatus.INVITED
    assert party.due == {InvolvementStep.ANSWER: add_working_days(MONDAY.date(), 20, CLOSED)}
    assert (party.agency, party.offer and party.offer.by) == ("police", FACILITATOR.person_ref)


def test_everything_that_keeps_it_from_being_an_offer_is_said_at_once() -> None:
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
def test_an_offer_is_one_exactly_when_all_is_explained(explained: set[str]) -> None:
    state = in_scope()
    command = offering(state, "parents-carers", explained=tuple(explained))
    missing = set(EXPLAINED) - explained
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
def test_what_is_no_offer(group: str, changes: dict[str, Any], code: str) -> None:
    state = in_scope()
    with pytest.raises(Refused) as refused:
        offer_part(state, offering(state, group, **changes), BY)
    assert codes(refused.value) == [code]


def test_only_a_child_is_offered_an_advocate_by_all_means() -> None:
    state = in_scope()
    assert offer_part(state, offering(state, "parents-carers", advocate_offered=False), BY).events


def test_who_takes_part_is_not_offered_one_again_and_who_declined_may_be() -> None:
    state = answered("accepted")
    with pytest.raises(Refused) as refused:
        offer_part(state, offering(state), BY)
    assert codes(refused.value) == ["involvement/takes-part-already"]
    state = answered("declined")
    assert party_of(offer_part(state, offering(state), BY).state, "practitioners").status is InvolvementStatus.INVITED


@pytest.mark.parametrize("status", ["accepted", "declined", "no-response", "contributed"])
def test_an_answer_is_told_and_ends_the_waiting(status: str) -> None:
    state = offered()
    decided = record_answer(state, answering(state, status), BY)
    party = party_of(decided.state, "practitioners")
    assert decided.events == (InvolvementAnswered(review=REVIEW, party=party.id, status=InvolvementStatus(status)),)
    assert party.due == {}


@pytest.mark.parametrize("status", ["accepted", "declined", "no-response", "contributed", "withdrew"])
def test_nobody_answers_what_was_not_offered(status: str) -> None:
    state = in_scope()
    with pytest.raises(Refused) as refused:
        record_answer(state, answering(state, status), BY)
    assert codes(refused.value) == ["involvement/not-offered"]


def test_unable_is_so_for_a_reason_and_without_an_offer() -> None:
    state = in_scope()
    for reason, code in ((None, "involvement/reason-missing"), ("on-holiday", "involvement/unknown-reason")):
        with pytest.raises(Refused) as refused:
            record_answer(state, answering(state, "unable", reason=reason), BY)
        assert codes(refused.value) == [code]
    decided = record_answer(state, answering(state, "unable", reason="deceased"), BY)
    assert party_of(decided.state, "practitioners").status is InvolvementStatus.UNABLE
    assert party_of(decided.state, "practitioners").due == {}


def test_only_who_takes_part_can_withdraw() -> None:
    with pytest.raises(Refused) as refused:
        answered("withdrew")
    assert codes(refused.value) == ["involvement/takes-no-part"]
    left = party_of(answered("withdrew", state=answered("accepted")), "practitioners")
    assert (left.status, left.due) == (InvolvementStatus.WITHDREW, {})


def telling(step: str, party: str) -> FeedBack:
    return FeedBack.model_validate({"party": party, "step": step, "channel": "meeting"})


def test_findings_are_told_once_there_are_some_and_once() -> None:
    state = answered("contributed")
    party = party_of(state, "practitioners").id
    with pytest.raises(Refused) as refused:
        feed_back(state, telling("findings", party), BY)
    assert codes(refused.value) == ["involvement/nothing-to-tell"]
    state = moved(state, moving("report"), at()).state
    decided = feed_back(state, telling("findings", party), BY)
    assert decided.events == (InvolvementFedBack(review=REVIEW, party=party, step=InvolvementStep.FINDINGS),)
    assert party_of(decided.state, "practitioners").due == {}
    with pytest.raises(Refused) as again:
        feed_back(decided.state, telling("findings", party), BY)
    assert codes(again.value) == ["involvement/told-already"]


def test_where_nothing_is_published_what_came_of_it_is_told_before_the_review_closes() -> None:
    """Otherwise it could not close: that gate asks whether those who took part were told (RR6)."""
    state = moved(answered("contributed"), moving("actions"), at()).state
    assert set(party_of(state, "practitioners").due) == {InvolvementStep.FINDINGS}
    state = moved(state, moving("closure"), at()).state
    party = party_of(state, "practitioners")
    assert set(party.due) == {InvolvementStep.FINDINGS, InvolvementStep.OUTCOME}
    assert feed_back(state, telling("outcome", party.id), BY).events


def test_what_came_of_it_is_told_after_the_publication_to_whoever_was_offered_a_part() -> None:
    state = answered("declined")
    party = party_of(state, "practitioners").id
    with pytest.raises(Refused) as refused:
        feed_back(state, telling("outcome", party), BY)
    assert codes(refused.value) == ["involvement/nothing-to-tell"]
    state = published(state, publishing(), at()).state
    assert feed_back(state, telling("outcome", party), BY).events
    with pytest.raises(Refused) as never:
        feed_back(state, telling("outcome", party_of(state, "parents-carers").id), BY)
    assert codes(never.value) == ["involvement/not-offered"]
