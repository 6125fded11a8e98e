"""Bringing back a party once the event that it waits for has happened (FC1)."""

from datetime import date

import pytest

from contracts.events.feedback_capture import InvolvementResumed
from contracts.vocabulary.feedback import InvolvementStatus, InvolvementStep
from services.chassis.rules.decisions import Refused
from services.feedback_capture.domain.involvement.postponing import DeferOffer, defer_offer
from services.feedback_capture.domain.involvement.resuming import RecordHappened, record_happened
from tests.builders.feedback_capture import CHAIR, FACILITATOR, REVIEW, at, codes, in_scope, party_of

PARENTS = "parents-carers"


def test_deferred_party_comes_back_when_its_event_has_happened() -> None:
    state = in_scope()
    party = party_of(state, PARENTS).id
    happened = RecordHappened(party=party)
    with pytest.raises(Refused) as refused:
        record_happened(state, happened, at(who=FACILITATOR))
    assert codes(refused.value) == ["involvement/not-deferred"]
    waiting = DeferOffer(party=party, until="trial-end", look_again=date(2026, 3, 2), reason="sealed")
    state = defer_offer(state, waiting, at(who=CHAIR)).state
    decided = record_happened(state, happened, at(date(2026, 2, 2), FACILITATOR))
    back = party_of(decided.state, PARENTS)
    assert (back.status, back.away, back.due) == (
        InvolvementStatus.NOT_STARTED,
        None,
        {InvolvementStep.OFFER: date(2026, 3, 2)},
    )
    assert decided.events == (InvolvementResumed(review=REVIEW, party=party, by=date(2026, 3, 2)),)
    typed = at(date(2026, 2, 12), FACILITATOR)
    last_week = record_happened(state, RecordHappened(party=party, on=date(2026, 2, 2)), typed).state
    assert party_of(last_week, PARENTS).due == {InvolvementStep.OFFER: date(2026, 3, 2)}
    with pytest.raises(Refused) as early:
        record_happened(state, RecordHappened(party=party, on=date(2026, 1, 11)), typed)
    assert codes(early.value) == ["day/too-early"]
