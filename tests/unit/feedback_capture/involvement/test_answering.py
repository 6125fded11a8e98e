"""Recording the answer of a party (FC1)."""

from datetime import date, timedelta
from typing import Any

import pytest

from contracts.events.feedback_capture import InvolvementAnswered
from contracts.vocabulary.feedback import InvolvementStatus, WithdrawnWords
from services.chassis.rules.decisions import Refused
from services.feedback_capture.domain.involvement.answering import record_answer
from services.feedback_capture.domain.involvement.excusing import propose_exception
from services.feedback_capture.domain.involvement.feeding_back import FeedBack, feed_back
from services.feedback_capture.domain.involvement.reminding import remind_party
from services.feedback_capture.domain.involvement.resuming import RecordHappened, record_happened
from tests.builders.feedback_capture import (
    FACILITATOR,
    POLICE_FACILITATOR,
    REVIEW,
    also_heard_by_police,
    answered,
    answering,
    at,
    codes,
    in_scope,
    offered,
    party_of,
    proposing,
    reminded,
    reminding,
)
from tests.builders.given import MONDAY

BY = at(who=FACILITATOR)


@pytest.mark.parametrize("status", ["accepted", "declined", "contributed"])
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


@pytest.mark.parametrize("times", [0, 1])
def test_no_response_is_refused_before_every_reminder(times: int) -> None:
    """The minute after the offer, and long after too few reminders."""
    state = reminded(times=times)
    for day, too_soon in ((MONDAY + timedelta(weeks=times), True), (MONDAY + timedelta(weeks=30), False)):
        with pytest.raises(Refused) as refused:
            record_answer(state, answering(state, "no-response"), at(day, FACILITATOR))
        assert codes(refused.value) == ["involvement/not-reminded", *(["involvement/too-soon"] if too_soon else [])]


def test_no_response_is_recorded_when_the_last_reminder_had_its_days() -> None:
    state = reminded()
    with pytest.raises(Refused) as refused:
        record_answer(state, answering(state, "no-response"), at(date(2026, 1, 30), FACILITATOR))
    assert codes(refused.value) == ["involvement/too-soon"]
    decided = record_answer(state, answering(state, "no-response"), at(date(2026, 2, 2), FACILITATOR))
    assert party_of(decided.state, "practitioners").status is InvolvementStatus.NO_RESPONSE


def test_withdrawal_asks_what_becomes_of_the_words() -> None:
    state = answered("contributed")
    with pytest.raises(Refused) as refused:
        record_answer(state, answering(state, "withdrew", words=None), BY)
    assert codes(refused.value) == ["involvement/words-missing"]
    decided = record_answer(state, answering(state, "withdrew", words="erase"), BY)
    assert [each.words for each in decided.events if isinstance(each, InvolvementAnswered)] == [WithdrawnWords.ERASE]
    with pytest.raises(Refused) as early:
        record_answer(state, answering(state, "accepted", words="erase"), BY)
    assert codes(early.value) == ["involvement/words-not-asked"]


@pytest.mark.parametrize("decide", [record_answer, remind_party, feed_back, propose_exception, record_happened])
def test_colleague_of_a_party_does_not_know_of_it(decide: Any) -> None:
    state = also_heard_by_police(offered())
    commands = {
        record_answer: answering(state, "accepted"),
        remind_party: reminding(state),
        feed_back: FeedBack(party=party_of(state, "practitioners").id, step="findings", channel="meeting"),
        propose_exception: proposing(state, "unable", "left-agency", "practitioners"),
        record_happened: RecordHappened(party=party_of(state, "practitioners").id),
    }
    with pytest.raises(Refused) as refused:
        decide(state, commands[decide], at(who=POLICE_FACILITATOR))
    assert codes(refused.value) == ["involvement/unknown-party"]


def test_answer_keeps_its_day_beside_the_time_of_recording() -> None:
    state, typed = offered(), at(date(2026, 1, 22), FACILITATOR)
    recorded = record_answer(state, answering(state, "accepted", on=date(2026, 1, 15)), typed).state
    answer = party_of(recorded, "practitioners").answer
    assert answer
    assert (answer.on, answer.recorded_at) == (date(2026, 1, 15), typed.now)
    for day, code in ((date(2026, 1, 23), "day/in-future"), (date(2026, 1, 11), "day/too-early")):
        with pytest.raises(Refused) as refused:
            record_answer(state, answering(state, "accepted", on=day), typed)
        assert [(each.code, each.path) for each in refused.value.reasons] == [(code, "on")]


def test_silence_is_counted_to_the_day_on_which_the_wait_ended() -> None:
    state, typed = reminded(), at(date(2026, 2, 9), FACILITATOR)
    with pytest.raises(Refused) as refused:
        record_answer(state, answering(state, "no-response", on=date(2026, 1, 30)), typed)
    assert codes(refused.value) == ["involvement/too-soon"]
    assert record_answer(state, answering(state, "no-response", on=date(2026, 2, 2)), typed).events


def test_later_answer_is_not_before_the_one_that_it_follows() -> None:
    state, typed = offered(), at(date(2026, 1, 22), FACILITATOR)
    state = record_answer(state, answering(state, "accepted", on=date(2026, 1, 20)), typed).state
    with pytest.raises(Refused) as refused:
        record_answer(state, answering(state, "withdrew", on=date(2026, 1, 19)), typed)
    assert codes(refused.value) == ["day/too-early"]


def test_withdrawal_is_recorded_only_for_a_participant() -> None:
    with pytest.raises(Refused) as refused:
        answered("withdrew")
    assert codes(refused.value) == ["involvement/takes-no-part"]
    left = party_of(answered("withdrew", state=answered("accepted")), "practitioners")
    assert (left.status, left.due) == (InvolvementStatus.WITHDREW, {})
