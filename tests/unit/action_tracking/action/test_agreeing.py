"""An action is agreed in response to obligations, by those who may (AT1, AT2)."""

from datetime import date

import pytest

from contracts.events.action_tracking import ActionAgreed
from contracts.vocabulary.actions import ActionStatus
from contracts.vocabulary.reviews import Priority
from contracts.vocabulary.roles import PARTNERSHIP
from services.action_tracking.domain.action.agreeing import AgreeAction, agree_action
from services.action_tracking.domain.action.state import Action, Owner, keys, readers, threads
from services.action_tracking.domain.obligation.answering import AcceptNoAction, accept_no_action, answer_with_action
from services.action_tracking.domain.obligation.state import Obligation, ObligationStatus
from services.chassis.rules.decisions import Actor, Refused
from tests.builders.action_tracking import (
    CHAIR,
    COUNCIL_LEAD,
    POLICE_LEAD,
    SCRUTINEER,
    UNIT,
    agreed_event,
    agreeing,
    an_action,
    an_obligation,
    at,
    codes,
    reads,
)
from tests.builders.given import MONDAY, actor, some_id


def agree(command: AgreeAction, *facts: Obligation, who: Actor = UNIT) -> Action:
    return agree_action(None, command, at(who=who, id_=some_id("action")), facts).state


def refused(command: AgreeAction, *facts: Obligation, who: Actor = UNIT) -> Refused:
    with pytest.raises(Refused) as caught:
        agree(command, *facts, who=who)
    return caught.value


def test_action_takes_findings_themes_and_priority_from_obligations() -> None:
    one = an_obligation(finding=some_id("one"), themes=("neglect",), priority=Priority.LOW)
    two = an_obligation(finding=some_id("two"), themes=("information-sharing", "neglect"), priority=Priority.HIGH)
    decided = agree_action(None, agreeing(one, two), at(who=UNIT, id_=some_id("action")), [two, one])
    action = decided.state
    assert action.findings == (one.finding, two.finding)
    assert action.themes == ("neglect", "information-sharing")
    assert action.priority is Priority.HIGH
    assert action.status is ActionStatus.AGREED
    (event,) = decided.events
    assert isinstance(event, ActionAgreed)
    assert event.obligations == (one.id, two.id)
    assert (event.agency, event.agencies, event.due, event.epoch) == ("police", ("police",), agreeing().due, 1)
    assert event.reference == action.reference
    assert event.reference.startswith("TS-2026-")


def test_taken_reference_gives_way() -> None:
    facts, given = [an_obligation()], at(who=UNIT, id_=some_id("action"))
    first = agree_action(None, agreeing(), given, facts).state.reference
    again = type(given)(given.id, given.cause_id, given.now, given.framework, given.actor, given.holidays, attempt=1)
    assert agree_action(None, agreeing(), again, facts).state.reference != first


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
def test_action_is_agreed_by_its_agency_or_the_unit(who: Actor, agency: str, *, may: bool) -> None:
    obligation = an_obligation(agency)
    if may:
        assert agree(agreeing(obligation), obligation, who=who).agreed_by.person_ref == who.person_ref
    else:
        assert "action/not-your-agency" in codes(refused(agreeing(obligation), obligation, who=who))


def test_refusal_has_every_reason_at_once() -> None:
    closed = accept_no_action(an_obligation(), AcceptNoAction(reason="No need."), at(who=CHAIR)).state
    of_council = an_obligation("council")
    command = agreeing(
        closed,
        of_council,
        an_obligation("hospital"),
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
        ("action/due-not-ahead", "due"),
    }


def test_obligation_of_another_agency_is_unknown() -> None:
    of_council = an_obligation("council")
    command = agreeing(of_council, owner=Owner(agency="police"))
    assert codes(refused(command, of_council, who=POLICE_LEAD)) == ["obligation/unknown"]


@pytest.mark.parametrize("due", [date(2036, 1, 13), date.max])
def test_due_date_too_far_ahead_is_refused(due: date) -> None:
    assert codes(refused(agreeing(due=due), an_obligation())) == ["action/due-too-far"]


def test_several_actions_may_answer_one_obligation() -> None:
    answered = answer_with_action(an_obligation(), agreed_event(an_action()), at()).state
    assert answered.status is ObligationStatus.ANSWERED
    assert agree(agreeing(answered), answered).obligations == (answered.id,)


def test_unknown_owning_agency_is_refused() -> None:
    elsewhere = agreeing(owner=Owner(agency="elsewhere"))
    assert codes(refused(elsewhere, an_obligation())) == ["action/unknown-agency", "obligation/of-another-agency"]


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
    assert reads(who, readers(an_action(supporting=("hospital",)))) is may


def test_threads_begin_with_the_finding_and_keys_are_flat() -> None:
    action = an_action()
    assert threads(action) == (*action.findings, *action.obligations, *action.reviews, action.id)
    for value in keys(action).values():
        assert value is None or isinstance(value, str | int) or all(isinstance(each, str) for each in value)  # type: ignore[attr-defined]
