"""A decider on neither side agrees a proposed action, refuses it, or asks the agency to change it (AT2)."""

from datetime import date

import pytest

from contracts.events.action_tracking import ActionAgreed, ProposalAnswered
from contracts.vocabulary.actions import ActionStatus, ProposalAnswer
from contracts.vocabulary.reviews import Priority
from contracts.vocabulary.roles import PARTNERSHIP
from services.action_tracking.domain.action.agreeing import AgreeAction, ToAgree, agree_action
from services.action_tracking.domain.action.answering import AnswerProposal, answer_proposal, end_with_review
from services.action_tracking.domain.action.proposing import propose_action
from services.action_tracking.domain.obligation.no_action import AcceptNoAction, accept_no_action
from services.chassis.rules.decisions import Actor, Refused
from tests.builders.action_tracking import (
    A_DECIDER,
    CHAIR,
    COUNCIL_DECIDER,
    DUE,
    POLICE_DECIDER,
    POLICE_LEAD,
    SCRUTINEER,
    TO_AGREE,
    UNIT,
    a_proposal,
    an_action,
    an_obligation,
    at,
    codes,
    days,
    no_action_proposed,
    proposing,
)
from tests.builders.given import MONDAY, actor, some_id

REFUSE = AnswerProposal(answer=ProposalAnswer.REFUSED, why="It reminds people and changes nothing.")
ASK = AnswerProposal(answer=ProposalAnswer.ASKED, why="Name a measure.")


def test_agreement_starts_the_clock_and_emits_what_was_agreed() -> None:
    proposed = a_proposal()
    decided = agree_action(
        proposed, AgreeAction(), at(MONDAY + days(3), CHAIR, proposed.id), ToAgree([an_obligation()], [A_DECIDER])
    )
    action = decided.state
    assert (action.status, action.epoch.due, action.epoch.began_at) == (ActionStatus.AGREED, DUE, MONDAY + days(3))
    assert action.agreed_by
    assert (action.agreed_by.person_ref, action.agreed_on) == (CHAIR.person_ref, date(2026, 1, 15))
    assert decided.events == (
        ActionAgreed(
            action=action.id,
            reference=action.reference,
            findings=action.findings,
            obligations=action.obligations,
            themes=action.themes,
            strength=action.strength,
            agency="police",
            agencies=("police",),
            due=DUE,
            epoch=1,
        ),
    )


def test_partnership_may_change_due_date_and_priority() -> None:
    command = AgreeAction(due=date(2026, 3, 2), priority=Priority.HIGH)
    action = agree_action(a_proposal(), command, at(who=CHAIR), ToAgree([an_obligation()], [A_DECIDER])).state
    assert (action.epoch.due, action.epoch.original_due, action.priority) == (date(2026, 3, 2),) * 2 + (Priority.HIGH,)


@pytest.mark.parametrize(
    ("agency", "who", "refused"),
    [
        ("police", CHAIR, []),
        ("police", COUNCIL_DECIDER, []),
        ("police", POLICE_DECIDER, ["judgement/own-agency"]),
        ("police", actor("decider", "hospital"), ["judgement/supporting-agency"]),
        ("police", POLICE_LEAD, ["judgement/not-a-decider", "judgement/own-agency"]),
        ("police", UNIT, ["judgement/not-a-decider"]),
        ("police", Actor(frozenset({"decider"}), UNIT.agency, UNIT.person_ref), ["judgement/two-sides"]),
        (PARTNERSHIP, SCRUTINEER, []),
        (PARTNERSHIP, CHAIR, ["judgement/needs-scrutineer"]),
        (PARTNERSHIP, Actor(frozenset({"scrutineer"}), UNIT.agency, UNIT.person_ref), ["judgement/two-sides"]),
    ],
)
def test_nobody_agrees_or_refuses_on_their_own_side(agency: str, who: Actor, refused: list[str]) -> None:
    proposed = a_proposal(agency, supporting=("hospital",))
    if not refused:
        assert agree_action(proposed, AgreeAction(), at(who=who), TO_AGREE).state.status is ActionStatus.AGREED
        assert answer_proposal(proposed, REFUSE, at(who=who), [A_DECIDER]).state.status is ActionStatus.ENDED
        return
    with pytest.raises(Refused) as agreeing:
        agree_action(proposed, AgreeAction(), at(who=who), TO_AGREE)
    with pytest.raises(Refused) as answering:
        answer_proposal(proposed, REFUSE, at(who=who), [A_DECIDER])
    assert codes(agreeing.value) == codes(answering.value) == refused


def test_refused_proposal_ends_and_its_reason_stays() -> None:
    proposed = a_proposal()
    decided = answer_proposal(proposed, REFUSE, at(who=CHAIR), [A_DECIDER])
    assert decided.state.status is ActionStatus.ENDED
    assert [(each.answer, each.why, each.by.person_ref) for each in decided.state.answers] == [
        (ProposalAnswer.REFUSED, REFUSE.why, CHAIR.person_ref)
    ]
    assert decided.events == (
        ProposalAnswered(
            action=proposed.id,
            findings=proposed.findings,
            obligations=proposed.obligations,
            agency="police",
            agencies=("police",),
            answer=ProposalAnswer.REFUSED,
        ),
    )
    with pytest.raises(Refused) as caught:
        agree_action(decided.state, AgreeAction(), at(who=CHAIR), TO_AGREE)
    assert codes(caught.value) == ["action/not-open-to-this"]


def test_proposal_sent_back_waits_for_its_agency() -> None:
    asked = answer_proposal(a_proposal(), ASK, at(who=CHAIR), [A_DECIDER]).state
    assert asked.status is ActionStatus.PROPOSED
    with pytest.raises(Refused) as agreeing:
        agree_action(asked, AgreeAction(), at(who=CHAIR), TO_AGREE)
    with pytest.raises(Refused) as asking_again:
        answer_proposal(asked, ASK, at(who=CHAIR), [A_DECIDER])
    assert codes(agreeing.value) == codes(asking_again.value) == ["action/returned"]
    assert answer_proposal(asked, REFUSE, at(who=CHAIR), [A_DECIDER]).state.status is ActionStatus.ENDED


def test_only_a_proposed_action_is_agreed() -> None:
    with pytest.raises(Refused) as caught:
        agree_action(an_action(), AgreeAction(), at(who=CHAIR), TO_AGREE)
    assert codes(caught.value) == ["action/not-open-to-this"]


def test_agreement_has_the_day_on_which_it_was_reached() -> None:
    later, meeting = MONDAY + days(7), (MONDAY + days(3)).date()
    action = agree_action(a_proposal(), AgreeAction(on=meeting), at(later, CHAIR), TO_AGREE).state
    assert (action.agreed_on, action.agreed_at) == (meeting, later)
    for on, code in ((MONDAY.date() - days(1), "day/too-early"), (later.date() + days(1), "day/in-future")):
        with pytest.raises(Refused) as caught:
            agree_action(a_proposal(), AgreeAction(on=on), at(later, CHAIR), TO_AGREE)
        assert codes(caught.value) == [code]


def test_due_date_that_has_passed_meanwhile_is_set_at_the_agreement() -> None:
    late = at(DUE + days(1), CHAIR)
    with pytest.raises(Refused) as caught:
        agree_action(a_proposal(), AgreeAction(), late, TO_AGREE)
    assert codes(caught.value) == ["action/due-not-ahead"]
    assert agree_action(a_proposal(), AgreeAction(due=date(2026, 6, 1)), late, TO_AGREE).state.epoch.due == date(2026, 6, 1)


def test_action_answers_at_least_one_open_response() -> None:
    closed = accept_no_action(no_action_proposed(), AcceptNoAction(), at(who=CHAIR), [A_DECIDER]).state
    with pytest.raises(Refused) as caught:
        agree_action(a_proposal(), AgreeAction(), at(who=CHAIR), ToAgree([closed], [A_DECIDER]))
    assert codes(caught.value) == ["obligation/not-open"]


def test_proposal_ends_with_its_only_review() -> None:
    proposed = a_proposal()
    ended = end_with_review(proposed, some_id("review"), at())
    assert ended.state.status is ActionStatus.ENDED
    assert [type(event) for event in ended.events] == [ProposalAnswered]
    for other in (an_action(), ended.state):
        assert end_with_review(other, some_id("review"), at()).events == ()
    one, two = an_obligation(), an_obligation(review=some_id("another review"), finding=some_id("elsewhere"))
    of_two = propose_action(None, proposing(one, two), at(who=UNIT, id_=some_id("action")), [one, two]).state
    assert end_with_review(of_two, some_id("review"), at()).state == of_two
