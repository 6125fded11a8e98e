"""Recording the answer of a party (FC1)."""

import pytest

from contracts.events.feedback_capture import InvolvementAnswered
from contracts.vocabulary.feedback import InvolvementStatus
from services.chassis.rules.decisions import Refused
from services.feedback_capture.domain.involvement.answering import record_answer
from tests.builders.feedback_capture import (
    FACILITATOR,
    REVIEW,
    answered,
    answering,
    at,
    codes,
    in_scope,
    offered,
    party_of,
)

BY = at(who=FACILITATOR)


@pytest.mark.parametrize("status", ["accepted", "declined", "no-response", "contributed"])
def test_answer_emits_its_event_and_stops_the_clock(status: str) -> None:
    state = offered()
    decided = record_answer(state, answering(state, status), BY)
    party = party_of(decided.state, "practitioners")
    assert decided.events == (InvolvementAnswered(review=REVIEW, party=party.id, status=InvolvementStatus(status)),)
    assert party.due == {}


@pytest.mark.parametrize("status", ["accepted", "declined", "no-response", "contributed", "withdrew"])
def test_answer_is_refused_without_an_offer(status: str) -> None:
    state = in_scope()
    with pytest.raises(Refused) as refused:
        record_answer(state, answering(state, status), BY)
    assert codes(refused.value) == ["involvement/not-offered"]


def test_unable_needs_a_listed_reason_but_no_offer() -> None:
    state = in_scope()
    for reason, code in ((None, "involvement/reason-missing"), ("on-holiday", "involvement/unknown-reason")):
        with pytest.raises(Refused) as refused:
            record_answer(state, answering(state, "unable", reason=reason), BY)
        assert codes(refused.value) == [code]
    decided = record_answer(state, answering(state, "unable", reason="deceased"), BY)
    assert party_of(decided.state, "practitioners").status is InvolvementStatus.UNABLE
    assert party_of(decided.state, "practitioners").due == {}


def test_withdrawal_is_recorded_only_for_a_participant() -> None:
    with pytest.raises(Refused) as refused:
        answered("withdrew")
    assert codes(refused.value) == ["involvement/takes-no-part"]
    left = party_of(answered("withdrew", state=answered("accepted")), "practitioners")
    assert (left.status, left.due) == (InvolvementStatus.WITHDREW, {})
