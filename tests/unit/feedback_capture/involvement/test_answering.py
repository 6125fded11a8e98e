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
