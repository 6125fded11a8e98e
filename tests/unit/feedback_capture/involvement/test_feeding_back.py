"""Recording that a party heard the findings or the outcome (FC1)."""

from datetime import date

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


def test_findings_are_fed_back_once_when_the_review_has_some() -> None:
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


def test_telling_keeps_its_day_beside_the_time_of_recording() -> None:
    state, typed = moved(answered("contributed"), moving("report"), at()).state, at(date(2026, 2, 2), FACILITATOR)
    command = telling("findings", party_of(state, "practitioners").id).model_copy(update={"on": date(2026, 1, 29)})
    heard = party_of(feed_back(state, command, typed).state, "practitioners").told[InvolvementStep.FINDINGS]
    assert (heard.on, heard.recorded_at) == (date(2026, 1, 29), typed.now)
    with pytest.raises(Refused) as refused:
        feed_back(state, command.model_copy(update={"on": date(2026, 1, 11)}), typed)
    assert codes(refused.value) == ["day/too-early"]


def test_outcome_is_fed_back_before_closing_when_nothing_is_published() -> None:
    """The closing gate asks for it, so the review could not close otherwise (RR6)."""
    state = moved(answered("contributed"), moving("actions"), at()).state
    assert set(party_of(state, "practitioners").due) == {InvolvementStep.FINDINGS}
    state = moved(state, moving("closure"), at()).state
    party = party_of(state, "practitioners")
    assert set(party.due) == {InvolvementStep.FINDINGS, InvolvementStep.OUTCOME}
    assert feed_back(state, telling("outcome", party.id), BY).events


def test_outcome_is_fed_back_after_publication_to_offered_parties() -> None:
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
