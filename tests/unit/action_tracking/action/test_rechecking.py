"""An accepted change is re-checked after 3, 6 and 12 months (AT6)."""

from datetime import date

import pytest

from contracts.events.action_tracking import ActionReopened, ActionSustained, RecheckRecorded
from contracts.events.event import Event
from contracts.vocabulary.actions import ActionStatus, RecheckResult
from contracts.vocabulary.roles import PARTNERSHIP
from services.action_tracking.domain.action.chasing import alarm
from services.action_tracking.domain.action.judging import judge_action
from services.action_tracking.domain.action.rechecking import RecordRecheck, record_recheck
from services.action_tracking.domain.action.state import Action
from services.chassis.rules.decisions import Actor, Refused
from tests.builders.action_tracking import (
    ACCEPT,
    CHAIR,
    COUNCIL_DECIDER,
    POLICE_DECIDER,
    POLICE_LEAD,
    SCRUTINEER,
    UNIT,
    accepted,
    an_action,
    at,
    codes,
    completed,
    names,
)

DAYS = (date(2026, 4, 12), date(2026, 7, 12), date(2027, 1, 12))
"""3, 6 and 12 months after Monday 12 January 2026. The first two are Sundays."""


def result(code: RecheckResult, new_due: date | None = None) -> RecordRecheck:
    return RecordRecheck(
        result=code, measured="8 of 10", new_starters_know=True, evidence="https://files.example/recheck", new_due=new_due
    )


HELD, PARTLY, CANNOT_TELL, LOST = map(
    result, (RecheckResult.SUSTAINED, RecheckResult.PARTLY, RecheckResult.CANNOT_TELL, RecheckResult.NOT_SUSTAINED)
)


def recheck(action: Action, on: date, command: RecordRecheck, who: Actor = CHAIR) -> Action:
    return record_recheck(action, command, at(on, who)).state


def test_acceptance_asks_for_the_first_recheck() -> None:
    assert accepted().epoch.recheck_due == DAYS[0]


def test_action_is_sustained_after_the_last_recheck() -> None:
    action: Action = accepted()
    events: tuple[Event, ...] = ()
    for number, (on, following) in enumerate(zip(DAYS, (*DAYS[1:], None), strict=True), start=1):
        decided = record_recheck(action, HELD, at(on, CHAIR))
        action, events = decided.state, decided.events
        recorded = RecheckRecorded(action=action.id, epoch=1, recheck=number, result=RecheckResult.SUSTAINED)
        assert events[0] == recorded
        assert action.epoch.recheck_due == following
        assert action.epoch.rechecks[-1].due == on
    assert events[1:] == (ActionSustained(action=action.id, epoch=1),)
    assert action.status is ActionStatus.SUSTAINED
    assert [each.number for each in action.epoch.rechecks] == [1, 2, 3]
    assert alarm(action, at(DAYS[2])) is None


@pytest.mark.parametrize("command", [PARTLY, CANNOT_TELL])
def test_unclear_recheck_is_asked_again(command: RecordRecheck) -> None:
    decided = record_recheck(accepted(), command, at(date(2026, 4, 20), CHAIR))
    assert names(decided.events) == ["RecheckRecorded"]
    assert decided.state.status is ActionStatus.ACCEPTED
    assert decided.state.epoch.recheck_due == date(2026, 5, 20)
    after = recheck(decided.state, date(2026, 5, 20), HELD)
    assert after.epoch.recheck_due == DAYS[1]
    assert [each.number for each in after.epoch.rechecks] == [1, 2]


def test_late_recheck_counts_for_every_month_passed() -> None:
    late = recheck(accepted(), date(2026, 8, 3), HELD)
    assert late.epoch.recheck_due == DAYS[2]
    assert recheck(accepted(), date(2027, 1, 12), HELD).status is ActionStatus.SUSTAINED


def test_failed_change_is_reopened_and_may_last_in_the_second_epoch() -> None:
    before = accepted()
    decided = record_recheck(before, LOST, at(DAYS[0], CHAIR))
    action = decided.state
    assert decided.events == (
        RecheckRecorded(action=action.id, epoch=1, recheck=1, result=RecheckResult.NOT_SUSTAINED),
        ActionReopened(action=action.id, agencies=("police",), epoch=2, due=date(2026, 6, 12)),
    )
    assert (action.status, action.percent, action.epoch.number) == (ActionStatus.IN_PROGRESS, 0, 2)
    first = action.epochs[0]
    for field in ("original_due", "due", "evidence", "completions", "judgements", "accepted_on"):
        assert getattr(first, field) == getattr(before.epoch, field)
    assert action.epoch.evidence == ()

    again = judge_action(completed(action, date(2026, 5, 1)), ACCEPT, at(date(2026, 5, 1), CHAIR)).state
    for on in (date(2026, 8, 1), date(2026, 11, 1), date(2027, 5, 1)):
        again = recheck(again, on, HELD)
    assert again.status is ActionStatus.SUSTAINED
    assert again.epochs[0] == first
    assert [each.number for each in again.epoch.rechecks] == [1, 2, 3]


def test_recheck_may_give_the_new_due_date() -> None:
    action = recheck(accepted(), DAYS[0], result(RecheckResult.NOT_SUSTAINED, date(2026, 9, 1)))
    assert (action.epoch.due, action.epoch.original_due) == (date(2026, 9, 1), date(2026, 9, 1))


@pytest.mark.parametrize(
    ("agency", "who", "refused"),
    [
        ("police", COUNCIL_DECIDER, []),
        ("police", POLICE_DECIDER, ["judgement/own-agency"]),
        ("police", POLICE_LEAD, ["judgement/not-a-decider", "judgement/own-agency"]),
        ("police", UNIT, ["judgement/not-a-decider"]),
        (PARTNERSHIP, SCRUTINEER, []),
        (PARTNERSHIP, CHAIR, ["judgement/needs-scrutineer"]),
    ],
)
def test_decider_cannot_recheck_their_own_agency(agency: str, who: Actor, refused: list[str]) -> None:
    action = accepted(an_action(agency))
    if not refused:
        assert recheck(action, DAYS[0], HELD, who).epoch.rechecks[0].by.person_ref == who.person_ref
        return
    with pytest.raises(Refused) as caught:
        recheck(action, DAYS[0], HELD, who)
    assert codes(caught.value) == refused


def test_recheck_before_its_day_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        recheck(accepted(), date(2026, 4, 11), HELD)
    assert codes(caught.value) == ["recheck/not-due"]


def test_refusal_has_every_reason() -> None:
    with pytest.raises(Refused) as caught:
        recheck(completed(), date(2026, 4, 12), result(RecheckResult.SUSTAINED, date(2026, 4, 1)), POLICE_DECIDER)
    assert codes(caught.value) == [
        "action/due-not-ahead",
        "action/not-open-to-this",
        "judgement/own-agency",
        "recheck/due-without-reopening",
    ]
