"""Correcting an answer that was recorded wrongly (FC1)."""

from datetime import date

import pytest

from contracts.events.feedback_capture import InvolvementAnswered
from contracts.vocabulary.feedback import InvolvementStatus, InvolvementStep
from services.chassis.rules.calendar import add_working_days
from services.chassis.rules.decisions import Refused
from services.chassis.rules.person import person_of
from services.feedback_capture.domain.involvement.correcting import CorrectAnswer, correct_answer
from services.feedback_capture.domain.involvement.following import moved
from services.feedback_capture.domain.involvement.state import Involvement, Party
from tests.builders.feedback_capture import (
    FACILITATOR,
    POLICE_FACILITATOR,
    REVIEW,
    also_heard_by_police,
    answered,
    at,
    codes,
    excused,
    in_scope,
    moving,
    offered,
    party_of,
    reminded,
)
from tests.builders.given import CLOSED, MONDAY

LATER = at(date(2026, 1, 19), FACILITATOR)
GROUP = "practitioners"


def correcting(state: Involvement, status: str | None, **more: object) -> CorrectAnswer:
    body = {"party": party_of(state, GROUP).id, "status": status, "because": "sealed"}
    return CorrectAnswer.model_validate(body | more)


def corrected(state: Involvement, status: str | None, **more: object) -> Party:
    return party_of(correct_answer(state, correcting(state, status, **more), LATER).state, GROUP)


def test_wrong_answer_stays_beside_the_right_one_with_its_reason() -> None:
    state = answered("declined")
    decided = correct_answer(state, correcting(state, "accepted", on=date(2026, 1, 15)), LATER)
    party = party_of(decided.state, GROUP)
    assert party.status is InvolvementStatus.ACCEPTED
    assert party.answer
    assert (party.answer.on, party.answer.recorded_at) == (date(2026, 1, 15), LATER.now)
    (correction,) = party.corrections
    assert (correction.was.status, correction.because, correction.at) == (InvolvementStatus.DECLINED, "sealed", LATER.now)
    assert correction.by == person_of(FACILITATOR)
    assert decided.events == (InvolvementAnswered(review=REVIEW, party=party.id, status=InvolvementStatus.ACCEPTED),)


def test_answer_of_somebody_else_is_taken_back_and_the_wait_goes_on() -> None:
    party = corrected(answered("declined"), None)
    assert (party.status, party.answer) == (InvolvementStatus.INVITED, None)
    assert party.due == {InvolvementStep.ANSWER: add_working_days(MONDAY.date(), 20, CLOSED)}
    again = corrected(answered("accepted", state=reminded(times=1)), None)
    assert (again.status, len(again.reminders)) == (InvolvementStatus.REMINDED, 1)


def test_steps_that_are_owed_stay_owed() -> None:
    state = moved(answered("declined"), moving("report"), at()).state
    assert InvolvementStep.FINDINGS in corrected(state, "accepted").due


def test_correction_is_itself_an_answer_and_refused_like_one() -> None:
    state = answered("declined")
    for status, more, code in (
        ("no-response", {}, "involvement/not-reminded"),
        ("accepted", {"on": "2026-01-11"}, "day/too-early"),
        ("accepted", {"words": "erase"}, "involvement/words-not-asked"),
        (None, {"on": "2026-01-15"}, "involvement/no-answer"),
    ):
        with pytest.raises(Refused) as refused:
            correct_answer(state, correcting(state, status, **more), LATER)
        assert code in codes(refused.value)


@pytest.mark.parametrize("state", [in_scope(), offered(), excused("unable", "deceased", GROUP)])
def test_nothing_is_corrected_without_an_answer(state: Involvement) -> None:
    with pytest.raises(Refused) as refused:
        correct_answer(state, correcting(state, "accepted"), LATER)
    assert codes(refused.value) == ["involvement/nothing-to-correct"]


def test_colleague_corrects_no_answer() -> None:
    state = also_heard_by_police(answered("declined"))
    with pytest.raises(Refused) as refused:
        correct_answer(state, correcting(state, "accepted"), at(who=POLICE_FACILITATOR))
    assert codes(refused.value) == ["involvement/unknown-party"]
