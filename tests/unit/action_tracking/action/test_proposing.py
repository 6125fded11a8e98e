"""An action is proposed in response to obligations, by its agency or the business unit (AT1, AT2)."""

from datetime import date
from typing import Any

import pytest

from contracts.events.action_tracking import ActionAgreed, ActionProposed
from contracts.vocabulary.actions import ActionStatus, ProposalAnswer
from contracts.vocabulary.reviews import Priority
from contracts.vocabulary.roles import PARTNERSHIP
from services.action_tracking.domain.action.answering import AnswerProposal, answer_proposal
from services.action_tracking.domain.action.head import Owner
from services.action_tracking.domain.action.proposing import ProposeAction, ProposeAgain, propose_action, propose_again
from services.action_tracking.domain.action.state import Action, keys, readers, threads, waits_to_be_agreed
from services.action_tracking.domain.obligation.answering import answer_with_action
from services.action_tracking.domain.obligation.head import ObligationStatus
from services.action_tracking.domain.obligation.no_action import AcceptNoAction, accept_no_action
from services.action_tracking.domain.obligation.state import Obligation
from services.chassis.rules.decisions import Actor, Refused
from tests.builders.action_tracking import (
    A_DECIDER,
    CHAIR,
    COUNCIL_LEAD,
    DUE,
    POLICE_LEAD,
    SCRUTINEER,
    UNIT,
    a_proposal,
    agreed_event,
    an_action,
    an_obligation,
    at,
    codes,
    days,
    names,
    no_action_proposed,
    proposing,
    reads,
)
from tests.builders.given import MONDAY, actor, some_id


def propose(command: ProposeAction, *facts: Obligation, who: Actor = UNIT) -> Action:
    return propose_action(None, command, at(who=who, id_=some_id("action")), facts).state


def refused(command: ProposeAction, *facts: Obligation, who: Actor = UNIT) -> Refused:
    with pytest.raises(Refused) as caught:
        propose(command, *facts, who=who)
    return caught.value


def again(action: Action, **changes: Any) -> ProposeAgain:
    written = proposing(**changes).model_dump(exclude={"obligations"})
    return ProposeAgain.model_validate(written | {"owner": changes.get("owner", action.owner)})


def test_action_takes_findings_themes_and_priority_from_obligations() -> None:
    one = an_obligation(finding=some_id("one"), themes=("neglect",), priority=Priority.LOW)
    two = an_obligation(finding=some_id("two"), themes=("information-sharing", "neglect"), priority=Priority.HIGH)
    decided = propose_action(None, proposing(one, two), at(who=POLICE_LEAD, id_=some_id("action")), [two, one])
    action = decided.state
    assert action.findings == (one.finding, two.finding)
    assert action.themes == ("neglect", "information-sharing")
    assert action.priority is Priority.HIGH
    assert (action.status, action.agreed_at) == (ActionStatus.PROPOSED, None)
    assert action.reference.startswith("TS-2026-")
    assert decided.events == (
        ActionProposed(
            action=action.id,
            reference=action.reference,
            findings=(one.finding, two.finding),
            obligations=(one.id, two.id),
            agency="police",
        ),
    )


def test_taken_reference_gives_way() -> None:
    facts, given = [an_obligation()], at(who=UNIT, id_=some_id("action"))
    first = propose_action(None, proposing(), given, facts).state.reference
    next_ = type(given)(given.id, given.cause_id, given.now, given.framework, given.actor, given.holidays, attempt=1)
    assert propose_action(None, proposing(), next_, facts).state.reference != first


@pytest.mark.parametrize(
    ("who", "agency", "may"),
    [
        (POLICE_LEAD, "police", True),
        (UNIT, "police", True),
        (UNIT, PARTNERSHIP, True),
        (COUNCIL_LEAD, "police", False),
        (CHAIR, "police", False),
        (actor("business-unit", "council"), "police", False),
    ],
)
def test_action_is_proposed_by_its_agency_or_the_unit(who: Actor, agency: str, *, may: bool) -> None:
    obligation = an_obligation(agency)
    if may:
        assert propose(proposing(obligation), obligation, who=who).proposed_by.person_ref == who.person_ref
    else:
        assert "action/not-your-agency" in codes(refused(proposing(obligation), obligation, who=who))


def test_refusal_has_every_reason_at_once() -> None:
    closed = accept_no_action(no_action_proposed(), AcceptNoAction(), at(who=CHAIR), [A_DECIDER]).state
    of_council = an_obligation("council")
    command = proposing(
        closed,
        of_council,
        an_obligation("hospital"),
        owner=Owner(agency="police", role="head-of-nothing"),
        due=MONDAY.date(),
        supporting=("nobody", "police"),
    )
    found = refused(command, closed, of_council)
    assert {(reason.code, reason.path) for reason in found.reasons} == {
        ("obligation/not-open", "obligations/0"),
        ("obligation/of-another-agency", "obligations/1"),
        ("obligation/unknown", "obligations/2"),
        ("action/unknown-agency", "supporting/0"),
        ("action/owner-supports-itself", "supporting/1"),
        ("action/unknown-role", "owner/role"),
        ("action/due-not-ahead", "due"),
    }


def test_joint_action_answers_for_owner_and_supporters() -> None:
    """Three findings, two agencies, one action: each agency's response is answered by it."""
    ours, theirs = an_obligation("police"), an_obligation("council")
    for who in (UNIT, POLICE_LEAD):
        action = propose(proposing(ours, theirs, supporting=("council",)), ours, theirs, who=who)
        assert action.obligations == (ours.id, theirs.id)
        assert action.findings == (ours.finding,)


def test_agency_does_not_know_obligations_of_findings_that_do_not_ask_it() -> None:
    ours, elsewhere = an_obligation(), an_obligation("council", finding=some_id("another finding"))
    command = proposing(ours, elsewhere, supporting=("council",))
    assert codes(refused(command, ours, elsewhere, who=POLICE_LEAD)) == ["obligation/unknown"]
    assert propose(command, ours, elsewhere, who=UNIT).obligations == (ours.id, elsewhere.id)


def test_obligation_of_another_agency_alone_is_unknown() -> None:
    of_council = an_obligation("council")
    command = proposing(of_council, owner=Owner(agency="police"))
    assert codes(refused(command, of_council, who=POLICE_LEAD)) == ["obligation/unknown"]


@pytest.mark.parametrize("due", [date(2036, 1, 13), date.max])
def test_due_date_too_far_ahead_is_refused(due: date) -> None:
    assert codes(refused(proposing(due=due), an_obligation())) == ["action/due-too-far"]


def test_several_actions_may_answer_one_obligation() -> None:
    answered = answer_with_action(an_obligation(), agreed_event(an_action()), at()).state
    assert answered.status is ObligationStatus.ANSWERED
    assert propose(proposing(answered), answered).obligations == (answered.id,)


def test_unknown_owning_agency_is_refused() -> None:
    elsewhere = proposing(owner=Owner(agency="elsewhere"))
    assert codes(refused(elsewhere, an_obligation())) == ["action/unknown-agency", "obligation/of-another-agency"]


def test_agency_agrees_alone_at_the_priorities_of_the_settings() -> None:
    low = an_obligation(priority=Priority.LOW)
    decided = propose_action(None, proposing(low), at(who=POLICE_LEAD, id_=some_id("action")), [low])
    assert decided.state.status is ActionStatus.AGREED
    assert decided.state.agreed_by == decided.state.proposed_by
    assert [type(event) for event in decided.events] == [ActionAgreed]


@pytest.mark.parametrize(
    ("who", "finding", "changes"),
    [
        (POLICE_LEAD, Priority.MEDIUM, {}),
        (POLICE_LEAD, Priority.HIGH, {"priority": Priority.LOW}),
        (POLICE_LEAD, Priority.LOW, {"due": date(2027, 1, 13)}),
        (POLICE_LEAD, Priority.LOW, {"supporting": ("council",)}),
        (UNIT, Priority.LOW, {}),
    ],
    ids=[
        "priority not in the settings",
        "below the finding's priority",
        "due beyond the follow-up",
        "another agency helps",
        "not the agency itself",
    ],
)
def test_otherwise_the_partnership_has_to_agree(who: Actor, finding: Priority, changes: dict[str, Any]) -> None:
    obligation = an_obligation(priority=finding)
    decided = propose_action(None, proposing(obligation, **changes), at(who=who, id_=some_id("action")), [obligation])
    assert decided.state.status is ActionStatus.PROPOSED
    assert [type(event) for event in decided.events] == [ActionProposed]


def test_agency_does_not_agree_alone_for_others_or_for_the_partnership() -> None:
    ours, theirs = an_obligation(priority=Priority.LOW), an_obligation("council", priority=Priority.LOW)
    joint = proposing(ours, theirs, supporting=("council",))
    assert propose(joint, ours, theirs, who=POLICE_LEAD).status is ActionStatus.PROPOSED
    of_partnership = an_obligation(PARTNERSHIP, priority=Priority.LOW)
    assert propose(proposing(of_partnership), of_partnership).status is ActionStatus.PROPOSED


def test_proposal_sent_back_is_changed_and_proposed_again() -> None:
    proposed = a_proposal()
    asked = answer_proposal(
        proposed, AnswerProposal(answer=ProposalAnswer.ASKED, why="Name a measure."), at(who=CHAIR), [A_DECIDER]
    ).state
    assert not waits_to_be_agreed(asked)
    later = at(MONDAY + days(2), POLICE_LEAD, proposed.id)
    decided = propose_again(asked, again(asked, statement="Install two alerts", due=date(2026, 5, 1)), later, [an_obligation()])
    changed = decided.state
    assert (changed.statement, changed.epoch.due, changed.proposed_by.person_ref) == (
        "Install two alerts",
        date(2026, 5, 1),
        POLICE_LEAD.person_ref,
    )
    assert waits_to_be_agreed(changed)
    assert [each.why for each in changed.answers] == ["Name a measure."]
    assert (changed.reference, changed.obligations) == (proposed.reference, proposed.obligations)
    assert names(decided.events) == ["ActionProposed"]


def test_changed_proposal_keeps_its_agency_and_who_it_answers_for() -> None:
    ours, theirs = an_obligation("police"), an_obligation("council")
    joint = propose(proposing(ours, theirs, supporting=("council",)), ours, theirs)
    with pytest.raises(Refused) as other:
        propose_again(joint, again(joint, owner=Owner(agency="hospital")), at(who=UNIT), [ours, theirs])
    assert codes(other.value) == ["action/another-owner", "action/supporter-needed"]
    with pytest.raises(Refused) as agreed:
        propose_again(an_action(), again(joint), at(who=UNIT), [ours])
    assert codes(agreed.value) == ["action/not-open-to-this"]


@pytest.mark.parametrize(
    ("who", "may"),
    [
        (POLICE_LEAD, True),
        (actor("contributor", "hospital"), True),
        (COUNCIL_LEAD, False),
        (actor("decider", "council"), True),
        (UNIT, True),
        (SCRUTINEER, True),
        (actor("inspector", "independent"), True),
        (actor("operator", "independent"), True),
        (actor("lead-reviewer", "independent"), False),
        (actor("business-unit", "council"), False),
    ],
)
def test_action_is_read_by_its_agencies_and_overseers(who: Actor, *, may: bool) -> None:
    assert reads(who, readers(a_proposal(supporting=("hospital",)))) is may


def test_threads_begin_with_the_finding_and_keys_are_flat() -> None:
    action = a_proposal()
    assert threads(action) == (*action.findings, *action.obligations, *action.reviews, action.id)
    assert action.epoch.due == DUE
    for value in keys(action).values():
        assert value is None or isinstance(value, str | int) or all(isinstance(each, str) for each in value)  # type: ignore[attr-defined]
