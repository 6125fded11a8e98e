"""The agency reports on its action, and the partnership judges it (AT3)."""

import pytest

from contracts.events.action_tracking import ActionCompleted, ActionJudged, ActionProgressed
from contracts.vocabulary.actions import ActionStatus, Brag, Effectiveness, Judgement
from contracts.vocabulary.roles import PARTNERSHIP
from services.action_tracking.domain.action.completing import CompleteAction, complete_action
from services.action_tracking.domain.action.evidencing import offer_evidence
from services.action_tracking.domain.action.judging import JudgeAction, judge_action
from services.action_tracking.domain.action.reporting import ReportProgress, report_progress
from services.action_tracking.domain.action.state import Action
from services.chassis.rules.decisions import Actor, Refused
from tests.builders.action_tracking import (
    ACCEPT,
    AUDIT,
    CHAIR,
    COUNCIL_DECIDER,
    COUNCIL_LEAD,
    POLICE_DECIDER,
    POLICE_LEAD,
    REJECT,
    SCRUTINEER,
    UNIT,
    accepted,
    an_action,
    another_audit,
    at,
    codes,
    completed,
    days,
)
from tests.builders.given import MONDAY, actor

POLICE_OWNER = actor("contributor", "police", "police-owner")
MORE = JudgeAction(judgement=Judgement.MORE_EVIDENCE, why="One month is too short.", effectiveness=Effectiveness.TOO_EARLY)
HALF_DONE = ReportProgress(percent=50, blocked_by="A contract", note="Waiting for the supplier.")


def test_first_report_puts_the_action_in_progress() -> None:
    decided = report_progress(an_action(), HALF_DONE, at(who=POLICE_OWNER))
    assert (decided.state.percent, decided.state.blocked_by, decided.state.note) == (50, HALF_DONE.blocked_by, HALF_DONE.note)
    progressed = ActionProgressed(action=decided.state.id, epoch=1, status=ActionStatus.IN_PROGRESS, brag=Brag.AMBER)
    assert decided.events == (progressed,)
    unblocked = report_progress(decided.state, ReportProgress(percent=60), at(who=POLICE_LEAD)).state
    assert unblocked.blocked_by is None


@pytest.mark.parametrize("who", [COUNCIL_LEAD, UNIT, CHAIR])
def test_only_the_owning_agency_reports(who: Actor) -> None:
    offered = offer_evidence(an_action(), AUDIT, at(who=POLICE_LEAD)).state
    with pytest.raises(Refused) as progress:
        report_progress(offered, HALF_DONE, at(who=who))
    with pytest.raises(Refused) as evidence:
        offer_evidence(offered, another_audit(offered), at(who=who))
    with pytest.raises(Refused) as completion:
        complete_action(offered, CompleteAction(), at(who=who))
    assert [codes(each.value) for each in (progress, evidence, completion)] == [["action/not-your-agency"]] * 3


def test_completion_without_evidence_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        complete_action(an_action(), CompleteAction(), at(who=COUNCIL_LEAD))
    assert codes(caught.value) == ["action/not-your-agency", "evidence/none"]


def test_completed_action_awaits_judgement() -> None:
    offered = offer_evidence(an_action(), AUDIT, at(who=POLICE_LEAD)).state
    decided = complete_action(offered, CompleteAction(), at(who=POLICE_LEAD))
    assert decided.state.status is ActionStatus.AWAITING_JUDGEMENT
    assert decided.state.epoch.completed_at == MONDAY
    assert decided.events == (ActionCompleted(action=decided.state.id, epoch=1),)


@pytest.mark.parametrize(
    ("agency", "who", "refused"),
    [
        ("police", CHAIR, []),
        ("police", COUNCIL_DECIDER, []),
        ("police", POLICE_DECIDER, ["judgement/own-agency"]),
        ("police", POLICE_LEAD, ["judgement/not-a-decider", "judgement/own-agency"]),
        ("police", UNIT, ["judgement/not-a-decider"]),
        ("police", Actor(frozenset({"decider", "scrutineer", "operator"}), "police", "everything"), ["judgement/own-agency"]),
        (PARTNERSHIP, SCRUTINEER, []),
        (PARTNERSHIP, CHAIR, ["judgement/needs-scrutineer"]),
        (PARTNERSHIP, COUNCIL_DECIDER, ["judgement/needs-scrutineer"]),
        ("police", actor("decider", "hospital"), ["judgement/supporting-agency"]),
        ("police", Actor(frozenset({"decider"}), UNIT.agency, UNIT.person_ref), ["judgement/two-sides"]),
        (PARTNERSHIP, Actor(frozenset({"scrutineer"}), UNIT.agency, UNIT.person_ref), ["judgement/two-sides"]),
    ],
)
def test_decider_cannot_judge_their_own_agency(agency: str, who: Actor, refused: list[str]) -> None:
    action = completed(an_action(agency, supporting=("hospital",)))
    if not refused:
        assert judge_action(action, ACCEPT, at(who=who)).state.status is ActionStatus.ACCEPTED
        return
    with pytest.raises(Refused) as caught:
        judge_action(action, ACCEPT, at(who=who))
    assert codes(caught.value) == refused


@pytest.mark.parametrize("action", [an_action(), accepted()], ids=["agreed", "accepted"])
def test_only_a_completed_action_is_judged(action: Action) -> None:
    with pytest.raises(Refused) as caught:
        judge_action(action, ACCEPT, at(who=POLICE_DECIDER))
    assert codes(caught.value) == ["action/not-open-to-this", "judgement/own-agency"]


@pytest.mark.parametrize("judgement", [REJECT, MORE])
def test_action_not_accepted_goes_back_with_its_record(judgement: JudgeAction) -> None:
    done = completed()
    decided = judge_action(done, judgement, at(MONDAY + days(1), CHAIR))
    action = decided.state
    assert action.status is ActionStatus.IN_PROGRESS
    assert action.epoch.completions == done.epoch.completions
    assert [each.why for each in action.epoch.judgements] == [judgement.why]
    (event,) = decided.events
    assert isinstance(event, ActionJudged)
    assert (event.outcome, event.effectiveness) == (judgement.judgement, judgement.effectiveness)

    with pytest.raises(Refused) as caught:
        complete_action(action, CompleteAction(), at(MONDAY + days(2), POLICE_LEAD))
    assert codes(caught.value) == ["evidence/nothing-new"]

    again = completed(action, MONDAY + days(2))
    finished = judge_action(again, ACCEPT, at(MONDAY + days(3), CHAIR)).state
    assert [each.judgement for each in finished.epoch.judgements] == [judgement.judgement, Judgement.ACCEPTED]
    assert len(finished.epoch.completions) == 2
