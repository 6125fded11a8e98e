"""While something proposed waits for the partnership, the agency's clock stands still (AT1)."""

from datetime import date

import pytest

from contracts.events.action_tracking import ActionProposed, NoActionProposed, NoActionRefused, ProposalAnswered
from contracts.vocabulary.actions import ObligationAnswer, ProposalAnswer
from contracts.vocabulary.roles import PARTNERSHIP
from services.action_tracking.domain.action.proposal import proposed_event
from services.action_tracking.domain.obligation.answering import answer_with_action, drop_proposal, note_proposal
from services.action_tracking.domain.obligation.head import ObligationStatus
from services.action_tracking.domain.obligation.no_action import (
    AcceptNoAction,
    ProposeNoAction,
    RefuseNoAction,
    accept_no_action,
    propose_no_action,
    refuse_no_action,
)
from services.action_tracking.domain.obligation.state import Obligation, waits_for_agency
from services.chassis.rules.decisions import Actor, Refused
from tests.builders.action_tracking import (
    A_DECIDER,
    CHAIR,
    COUNCIL_DECIDER,
    COUNCIL_LEAD,
    POLICE_DECIDER,
    POLICE_LEAD,
    SCRUTINEER,
    UNIT,
    a_proposal,
    agreed_event,
    an_action,
    an_obligation,
    at,
    codes,
    names,
    no_action_proposed,
)

BY = date(2026, 2, 2)
"""The date by which the obligation of the builders is answered."""
TEN_DAYS_ON = date(2026, 1, 26)
"""Ten working days after the Monday of the builders."""
TEN_DAYS_LATER = date(2026, 2, 16)
"""Ten working days after BY."""
WHY = ProposeNoAction(reason="The service closed last year.")
NO = RefuseNoAction(why="Another service took its place.")


def proposed(obligation: Obligation | None = None) -> tuple[Obligation, ActionProposed]:
    event = proposed_event(a_proposal())
    return note_proposal(obligation or an_obligation(), event, at()).state, event


def turned_down(answer: ProposalAnswer = ProposalAnswer.REFUSED) -> ProposalAnswered:
    action = a_proposal()
    return ProposalAnswered(
        action=action.id,
        findings=action.findings,
        obligations=action.obligations,
        agency="police",
        agencies=("police",),
        answer=answer,
    )


def test_proposed_action_stops_the_clock() -> None:
    state, event = proposed()
    assert (state.proposals, state.status, state.stands_since) == ((event.action,), ObligationStatus.OPEN, date(2026, 1, 12))
    assert not waits_for_agency(state)
    assert note_proposal(state, event, at(TEN_DAYS_ON)).state == state


@pytest.mark.parametrize("answer", ProposalAnswer)
def test_clock_runs_again_with_the_days_that_it_stood_still(answer: ProposalAnswer) -> None:
    state, _ = proposed()
    back = drop_proposal(state, turned_down(answer), at(TEN_DAYS_ON)).state
    assert (back.proposals, back.stands_since, back.by, back.original_by) == ((), None, TEN_DAYS_LATER, BY)
    assert waits_for_agency(back)


def test_clock_stands_still_until_the_last_proposal_is_answered() -> None:
    state, event = proposed()
    second = event.model_copy(update={"action": an_obligation().id})
    state = note_proposal(state, second, at(date(2026, 1, 20))).state
    one_left = drop_proposal(state, turned_down(), at(TEN_DAYS_ON)).state
    assert (one_left.proposals, one_left.stands_since, one_left.by) == ((second.action,), date(2026, 1, 12), BY)


def test_agreed_action_is_no_longer_a_proposal() -> None:
    state, event = proposed()
    decided = answer_with_action(state, agreed_event(an_action()), at(TEN_DAYS_ON))
    assert (decided.state.proposals, decided.state.answered_by) == ((), (event.action,))
    assert (decided.state.status, decided.state.stands_since) == (ObligationStatus.ANSWERED, None)
    assert names(decided.events) == ["ObligationAnswered"]
    assert note_proposal(decided.state, event, at(TEN_DAYS_ON)).state == decided.state


def test_agency_proposes_no_action_with_its_reason() -> None:
    decided = propose_no_action(an_obligation(), WHY, at(who=POLICE_LEAD))
    said = decided.state.no_action_proposed
    assert said
    assert (said.reason, said.by.person_ref) == (WHY.reason, POLICE_LEAD.person_ref)
    assert (decided.state.status, decided.state.stands_since) == (ObligationStatus.OPEN, date(2026, 1, 12))
    assert decided.events == (NoActionProposed(obligation=decided.state.id, finding=decided.state.finding, agency="police"),)


@pytest.mark.parametrize("who", [COUNCIL_LEAD, POLICE_DECIDER, CHAIR])
def test_other_people_do_not_speak_for_the_agency(who: Actor) -> None:
    with pytest.raises(Refused) as caught:
        propose_no_action(an_obligation(), WHY, at(who=who))
    assert codes(caught.value) == ["obligation/not-your-agency"]


def test_no_action_is_proposed_only_while_nothing_else_is() -> None:
    state, _ = proposed()
    with pytest.raises(Refused) as beside:
        propose_no_action(state, WHY, at(who=POLICE_LEAD))
    assert codes(beside.value) == ["obligation/action-proposed"]
    answered = answer_with_action(an_obligation(), agreed_event(an_action()), at()).state
    with pytest.raises(Refused) as after:
        propose_no_action(answered, WHY, at(who=POLICE_LEAD))
    assert codes(after.value) == ["obligation/not-open"]


@pytest.mark.parametrize("who", [CHAIR, COUNCIL_DECIDER], ids=["chair", "another agency's partner"])
def test_partnership_accepts_the_agencys_reason(who: Actor) -> None:
    decided = accept_no_action(no_action_proposed(), AcceptNoAction(), at(TEN_DAYS_ON, who), [A_DECIDER])
    assert decided.state.answer is ObligationAnswer.NO_ACTION_ACCEPTED
    kept = decided.state.no_action
    assert kept
    assert (kept.reason, kept.proposed_by.person_ref, kept.by.person_ref) == (
        WHY.reason,
        POLICE_LEAD.person_ref,
        who.person_ref,
    )
    assert (decided.state.no_action_proposed, decided.state.stands_since) == (None, None)
    assert names(decided.events) == ["ObligationAnswered"]


def test_partnership_refuses_the_reason_and_the_agency_answers_again() -> None:
    decided = refuse_no_action(no_action_proposed(), NO, at(TEN_DAYS_ON, CHAIR), [A_DECIDER])
    state = decided.state
    assert (state.status, state.no_action_proposed, state.by) == (ObligationStatus.OPEN, None, TEN_DAYS_LATER)
    assert [(each.reason, each.why, each.by.person_ref) for each in state.no_action_refusals] == [
        (WHY.reason, NO.why, CHAIR.person_ref)
    ]
    refused = NoActionRefused(
        obligation=state.id, finding=state.finding, agency="police", agencies=("police",), by=TEN_DAYS_LATER
    )
    assert decided.events == (refused,)


@pytest.mark.parametrize(
    ("agency", "who", "refused"),
    [
        ("police", POLICE_DECIDER, ["judgement/own-agency"]),
        ("police", POLICE_LEAD, ["judgement/not-a-decider", "judgement/own-agency"]),
        ("police", UNIT, ["judgement/not-a-decider"]),
        ("police", SCRUTINEER, ["judgement/not-a-decider"]),
        (PARTNERSHIP, CHAIR, ["judgement/needs-scrutineer"]),
        (PARTNERSHIP, COUNCIL_DECIDER, ["judgement/needs-scrutineer"]),
        (PARTNERSHIP, Actor(frozenset({"scrutineer"}), UNIT.agency, UNIT.person_ref), ["judgement/two-sides"]),
    ],
)
def test_nobody_decides_on_their_own_reason(agency: str, who: Actor, refused: list[str]) -> None:
    said = no_action_proposed(agency)
    with pytest.raises(Refused) as accepting:
        accept_no_action(said, AcceptNoAction(), at(who=who), [A_DECIDER])
    with pytest.raises(Refused) as refusing:
        refuse_no_action(said, NO, at(who=who), [A_DECIDER])
    assert codes(accepting.value) == codes(refusing.value) == refused


def test_scrutineer_accepts_for_the_partnership() -> None:
    assert accept_no_action(no_action_proposed(PARTNERSHIP), AcceptNoAction(), at(who=SCRUTINEER), [A_DECIDER]).state.no_action


def test_nothing_is_accepted_that_was_not_proposed() -> None:
    with pytest.raises(Refused) as caught:
        accept_no_action(an_obligation(), AcceptNoAction(), at(who=POLICE_LEAD), [A_DECIDER])
    assert codes(caught.value) == ["judgement/not-a-decider", "judgement/own-agency", "obligation/nothing-proposed"]


def test_agency_that_was_refused_may_say_more() -> None:
    refused = refuse_no_action(no_action_proposed(), NO, at(who=CHAIR), [A_DECIDER]).state
    again = propose_no_action(refused, ProposeNoAction(reason="So did that one."), at(TEN_DAYS_ON, POLICE_LEAD)).state
    accepted = accept_no_action(again, AcceptNoAction(), at(TEN_DAYS_ON, CHAIR), [A_DECIDER]).state
    assert accepted.no_action
    assert accepted.no_action.reason == "So did that one."
    assert len(accepted.no_action_refusals) == 1
    assert Obligation.model_validate_json(accepted.model_dump_json()) == accepted
