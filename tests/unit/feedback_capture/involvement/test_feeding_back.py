"""Recording that a party heard the findings or the outcome (FC1)."""

import pytest

from contracts.events.feedback_capture import InvolvementFedBack
from contracts.vocabulary.feedback import InvolvementStep
from services.chassis.rules.decisions import Refused
from services.feedback_capture.domain.involvement.feeding_back import FeedBack, feed_back
from services.feedback_capture.domain.involvement.following import moved, published
from tests.builders.feedback_capture import (
    FACILITATOR,
    REVIEW,
    answered,
    at,
    codes,
    moving,
    party_of,
    publishing,
)

BY = at(who=FACILITATOR)


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
