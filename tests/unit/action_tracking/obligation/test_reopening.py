"""Obligations lapse when their review ends, open again with it, and a wrong answer can be put right (AT1)."""

from datetime import date

import pytest

from contracts.events.action_tracking import ObligationAnswered, ObligationReopened
from contracts.vocabulary.actions import ObligationAnswer
from services.action_tracking.domain.obligation.answering import answer_with_action
from services.action_tracking.domain.obligation.chasing import ring
from services.action_tracking.domain.obligation.head import ObligationStatus
from services.action_tracking.domain.obligation.no_action import AcceptNoAction, accept_no_action
from services.action_tracking.domain.obligation.reopening import ReopenObligation, lapse, reopen_obligation, reopen_with_review
from services.action_tracking.domain.obligation.state import Obligation, open_to_actions
from services.chassis.rules.decisions import Actor, Refused
from tests.builders.action_tracking import (
    A_DECIDER,
    CHAIR,
    POLICE_DECIDER,
    POLICE_LEAD,
    UNIT,
    agreed_event,
    an_action,
    an_obligation,
    at,
    codes,
    no_action_proposed,
)

LATER = date(2026, 3, 2)
ANSWER_AGAIN_BY = date(2026, 3, 30)
"""Twenty working days after LATER, as the priority of the finding gives them."""
WRONG = ReopenObligation(reason="The hospital wants an action after all.")


def closed() -> Obligation:
    return accept_no_action(no_action_proposed(), AcceptNoAction(), at(who=CHAIR), [A_DECIDER]).state


def test_open_obligation_lapses_with_its_review() -> None:
    for state in (an_obligation(), no_action_proposed()):
        decided = lapse(state, at(LATER))
        assert (decided.state.status, decided.state.no_action_proposed) == (ObligationStatus.LAPSED, None)
        answer = ObligationAnswered(obligation=state.id, finding=state.finding, agency="police", answer=ObligationAnswer.LAPSED)
        assert decided.events == (answer,)
        assert ring(decided.state, at(date(2027, 1, 1))).events == ()
        assert not open_to_actions(decided.state)


def test_answered_obligation_stays_when_its_review_ends_or_opens_again() -> None:
    for decide in (lapse, reopen_with_review):
        assert decide(closed(), at(LATER)).events == ()
    assert reopen_with_review(an_obligation(), at(LATER)).events == ()


def test_lapsed_obligation_opens_again_with_a_date_of_its_own() -> None:
    late = ring(an_obligation(), at(date(2026, 2, 10))).state
    decided = reopen_with_review(lapse(late, at(date(2026, 2, 11))).state, at(LATER))
    state = decided.state
    assert (state.status, state.answer, state.by, state.chased) == (ObligationStatus.OPEN, None, ANSWER_AGAIN_BY, None)
    assert [each.answer for each in state.reopenings] == [ObligationAnswer.LAPSED]
    assert decided.events == (
        ObligationReopened(
            obligation=state.id, finding=state.finding, agency="police", agencies=("police",), by=ANSWER_AGAIN_BY
        ),
    )


def test_action_agreed_meanwhile_answers_a_lapsed_obligation_when_it_opens_again() -> None:
    lapsed = lapse(an_obligation(), at()).state
    recorded = answer_with_action(lapsed, agreed_event(an_action()), at())
    assert (recorded.state.status, recorded.events) == (ObligationStatus.LAPSED, ())
    decided = reopen_with_review(recorded.state, at(LATER))
    assert decided.state.answer is ObligationAnswer.ACTIONS_AGREED
    assert [type(event) for event in decided.events] == [ObligationAnswered]


def test_answer_without_action_is_put_right_and_stays_on_the_record() -> None:
    decided = reopen_obligation(closed(), WRONG, at(LATER, CHAIR))
    state = decided.state
    assert (state.status, state.no_action, state.by) == (ObligationStatus.OPEN, None, ANSWER_AGAIN_BY)
    assert open_to_actions(state)
    (record,) = state.reopenings
    assert (record.answer, record.reason, record.no_action) == (
        ObligationAnswer.NO_ACTION_ACCEPTED,
        WRONG.reason,
        closed().no_action,
    )
    assert [type(event) for event in decided.events] == [ObligationReopened]
    assert Obligation.model_validate_json(state.model_dump_json()) == state


@pytest.mark.parametrize(
    ("who", "refused"),
    [
        (POLICE_DECIDER, ["judgement/own-agency"]),
        (POLICE_LEAD, ["judgement/not-a-decider", "judgement/own-agency"]),
        (UNIT, ["judgement/not-a-decider"]),
    ],
)
def test_answer_is_reopened_by_those_who_accept_it(who: Actor, refused: list[str]) -> None:
    with pytest.raises(Refused) as caught:
        reopen_obligation(closed(), WRONG, at(who=who))
    assert codes(caught.value) == refused


def test_only_an_answer_without_action_is_reopened() -> None:
    answered = answer_with_action(an_obligation(), agreed_event(an_action()), at()).state
    for state in (an_obligation(), answered, lapse(an_obligation(), at()).state):
        with pytest.raises(Refused) as caught:
            reopen_obligation(state, WRONG, at(who=CHAIR))
        assert codes(caught.value) == ["obligation/not-closed-without-action"]
