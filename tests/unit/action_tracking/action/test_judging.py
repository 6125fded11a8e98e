"""The agency reports on its action, and the partnership judges it (AT3)."""

from datetime import date
from typing import Any

import pytest

from contracts.events.action_tracking import ActionCompleted, ActionJudged, ActionProgressed
from contracts.vocabulary.actions import ActionStatus, Brag, Effectiveness, Judgement
from contracts.vocabulary.roles import PARTNERSHIP
from services.action_tracking.domain.action.chasing import ring
from services.action_tracking.domain.action.completing import CompleteAction, complete_action
from services.action_tracking.domain.action.evidencing import offer_evidence
from services.action_tracking.domain.action.head import Owner
from services.action_tracking.domain.action.judging import JudgeAction
from services.action_tracking.domain.action.reporting import ReportProgress, report_progress
from services.action_tracking.domain.action.state import Action
from services.chassis.rules.decisions import Actor, Refused
from tests.builders.action_tracking import (
    A_DECIDER,
    AUDIT,
    CHAIR,
    COUNCIL_DECIDER,
    COUNCIL_LEAD,
    POLICE_DECIDER,
    POLICE_LEAD,
    REJECT,
    SCRUTINEER,
    UNIT,
    accept,
    accepted,
    an_action,
    another_audit,
    at,
    codes,
    completed,
    days,
    judged,
)
from tests.builders.given import MONDAY, actor, some_id

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
    asked = "action/reported-by-whom" if who is UNIT else "action/not-your-agency"
    assert codes(progress.value) == [asked]
    assert [codes(each.value) for each in (evidence, completion)] == [["action/not-your-agency"]] * 2


def test_business_unit_enters_what_the_agency_reported() -> None:
    told = HALF_DONE.model_copy(update={"reported_by": "police-owner", "on": date(2026, 2, 3)})
    action = report_progress(an_action(), told, at(date(2026, 2, 5), UNIT)).state
    assert action.percent == 50
    assert action.reported
    assert (action.reported.reported_by, action.reported.on) == ("police-owner", date(2026, 2, 3))
    assert action.reported.by.person_ref == UNIT.person_ref
    with pytest.raises(Refused) as caught:
        report_progress(an_action(), told.model_copy(update={"on": date(2026, 2, 6)}), at(date(2026, 2, 5), UNIT))
    assert codes(caught.value) == ["day/in-future"]


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
        ("police", Actor(frozenset({"decider"}), UNIT.agency, UNIT.person_ref), ["judgement/two-sides"]),
        (PARTNERSHIP, Actor(frozenset({"scrutineer"}), UNIT.agency, UNIT.person_ref), ["judgement/two-sides"]),
    ],
)
def test_decider_cannot_judge_their_own_agency(agency: str, who: Actor, refused: list[str]) -> None:
    action = completed(an_action(agency))
    if not refused:
        assert judged(action, accept(action), at(who=who)).state.status is ActionStatus.ACCEPTED
        return
    with pytest.raises(Refused) as caught:
        judged(action, accept(action), at(who=who))
    assert codes(caught.value) == refused


@pytest.mark.parametrize("action", [an_action(), accepted()], ids=["agreed", "accepted"])
def test_only_a_completed_action_is_judged(action: Action) -> None:
    with pytest.raises(Refused) as caught:
        judged(action, REJECT, at(who=POLICE_DECIDER))
    assert codes(caught.value) == ["action/not-open-to-this", "judgement/own-agency"]


@pytest.mark.parametrize("judgement", [REJECT, MORE])
def test_action_not_accepted_goes_back_with_its_record(judgement: JudgeAction) -> None:
    done = completed()
    decided = judged(done, judgement, at(MONDAY + days(1), CHAIR))
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
    finished = judged(again, accept(again), at(MONDAY + days(3), CHAIR)).state
    assert [each.judgement for each in finished.epoch.judgements] == [judgement.judgement, Judgement.ACCEPTED]
    assert len(finished.epoch.completions) == 2


def refused(action: Action, command: JudgeAction, on: date | None = None, who: Actor = CHAIR) -> list[str]:
    with pytest.raises(Refused) as caught:
        judged(action, command, at(on or MONDAY, who))
    return codes(caught.value)


@pytest.mark.parametrize(
    ("judgement", "effectiveness", "fits"),
    [
        ("accepted", "outcome-improved", True),
        ("accepted", "practice-changed", True),
        ("accepted", "too-early", True),
        ("accepted", "activity-only", True),
        ("accepted", "none", False),
        ("rejected", "none", True),
        ("rejected", "activity-only", True),
        ("rejected", "outcome-improved", False),
        ("more-evidence", "none", True),
    ],
)
def test_judgement_fits_how_far_the_change_went(judgement: str, effectiveness: str, *, fits: bool) -> None:
    action = completed()
    changes = {"judgement": Judgement(judgement), "effectiveness": Effectiveness(effectiveness)}
    command = accept(action, **changes)
    if fits:
        assert judged(action, command, at(who=CHAIR)).state.epoch.judgements[0].effectiveness == effectiveness
    else:
        assert refused(action, command) == ["judgement/does-not-fit"]


def test_acceptance_names_the_evidence_on_which_it_rests() -> None:
    action = completed()
    assert refused(action, accept(action, evidence=())) == ["judgement/no-evidence"]
    assert refused(action, accept(action, evidence=(some_id("elsewhere"),))) == ["judgement/unknown-evidence"]
    (piece,) = action.epoch.evidence
    assert judged(action, accept(action), at(who=CHAIR)).state.epoch.judgements[0].evidence == (piece.id,)


def test_action_sent_back_gets_a_new_due_date_and_keeps_the_first() -> None:
    late = date(2026, 5, 1)
    action = completed(report_progress(an_action(), ReportProgress(percent=60), at(who=POLICE_LEAD)).state)
    assert action.percent == 100
    decided = judged(action, MORE, at(late, CHAIR))
    after = decided.state.epoch
    assert (after.original_due, after.due) == (date(2026, 4, 13), date(2026, 6, 2))
    assert after.completions[0].due == date(2026, 4, 13)
    assert decided.state.percent == 60
    (event,) = decided.events
    assert isinstance(event, ActionJudged)
    assert event.due == after.due
    given = judged(action, MORE.model_copy(update={"new_due": date(2026, 9, 1)}), at(late, CHAIR)).state
    assert given.epoch.due == date(2026, 9, 1)
    assert refused(action, MORE.model_copy(update={"new_due": late}), late) == ["action/due-not-ahead"]


def test_new_due_date_is_never_before_the_present_one() -> None:
    assert judged(completed(), REJECT, at(who=CHAIR)).state.epoch.due == date(2026, 4, 13)


def test_accepted_action_gets_no_new_due_date() -> None:
    action = completed()
    assert refused(action, accept(action, new_due=date(2026, 9, 1))) == ["judgement/due-without-sending-back"]


def test_completion_and_judgement_keep_their_days() -> None:
    offered = offer_evidence(an_action(), AUDIT, at(who=POLICE_LEAD)).state
    for on, code in ((date(2026, 2, 3), "day/in-future"), (date(2026, 1, 11), "day/too-early")):
        with pytest.raises(Refused) as caught:
            complete_action(offered, CompleteAction(on=on), at(date(2026, 2, 2), POLICE_LEAD))
        assert codes(caught.value) == [code]
    done = complete_action(offered, CompleteAction(on=date(2026, 1, 20)), at(date(2026, 2, 2), POLICE_LEAD)).state
    assert done.epoch.completions[0].on == date(2026, 1, 20)
    assert refused(done, accept(done, on=date(2026, 1, 19)), date(2026, 2, 9)) == ["day/too-early"]
    after = judged(done, accept(done, on=date(2026, 2, 5)), at(date(2026, 2, 9), CHAIR)).state
    assert (after.epoch.accepted_on, after.epoch.recheck_due) == (date(2026, 2, 5), date(2026, 5, 5))


def test_same_link_again_is_no_new_evidence() -> None:
    back = judged(completed(), REJECT, at(who=CHAIR)).state
    same = AUDIT.model_copy(update={"link": back.epoch.evidence[0].link})
    with pytest.raises(Refused) as caught:
        offer_evidence(back, same, at(who=POLICE_LEAD))
    assert codes(caught.value) == ["evidence/same-again"]


@pytest.mark.parametrize("named", [{"owner": Owner(agency=PARTNERSHIP, person_ref="p-both")}, {"helpers": ("p-both",)}])
def test_person_named_to_do_an_action_does_not_judge_it(named: dict[str, Any]) -> None:
    action = completed(an_action(PARTNERSHIP, **named))
    assert refused(action, accept(action), who=actor("scrutineer", PARTNERSHIP, "p-both")) == ["judgement/two-sides"]


def test_supporting_agency_does_not_judge() -> None:
    action = completed(an_action(supporting=("council",)))
    assert refused(action, accept(action), who=COUNCIL_DECIDER) == ["judgement/supporting-agency"]


def test_scrutineer_judges_once_the_ladder_asks_or_nobody_else_decides() -> None:
    action = completed()
    assert refused(action, accept(action), who=SCRUTINEER) == ["judgement/not-a-decider"]
    by_now = ring(action, at(date(2026, 2, 23))).state
    assert judged(by_now, accept(action), at(date(2026, 2, 23), SCRUTINEER)).state.status is ActionStatus.ACCEPTED
    ours = A_DECIDER.model_copy(update={"agency": "police"})
    assert judged(action, accept(action), at(who=SCRUTINEER), [ours]).state.status is ActionStatus.ACCEPTED
    ended = A_DECIDER.model_copy(update={"to_day": date(2026, 1, 11)})
    assert judged(action, accept(action), at(who=SCRUTINEER), [ended]).state.status is ActionStatus.ACCEPTED
