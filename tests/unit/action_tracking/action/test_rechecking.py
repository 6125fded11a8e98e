"""An accepted change is re-checked after 3, 6 and 12 months: the agency measures, and the partnership records (AT6)."""

from datetime import date, timedelta
from typing import Any

import pytest

from contracts.events.action_tracking import ActionReopened, ActionSustained, RecheckOffered, RecheckRecorded
from contracts.events.event import Event
from contracts.vocabulary.actions import ActionStatus, Asked, RecheckResult
from contracts.vocabulary.roles import PARTNERSHIP
from services.action_tracking.domain.action.chasing import alarm
from services.action_tracking.domain.action.offering import OfferRecheck, offer_recheck
from services.action_tracking.domain.action.proposal import StatedMeasure
from services.action_tracking.domain.action.rechecking import RecordRecheck
from services.action_tracking.domain.action.state import Action
from services.action_tracking.domain.action.waiting import waiting_of
from services.chassis.rules.decisions import Actor, Refused
from tests.builders.action_tracking import (
    CHAIR,
    COUNCIL_DECIDER,
    COUNCIL_LEAD,
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
    offered,
    offering,
    rechecked,
    recorded,
    recording,
)

DAYS = (date(2026, 4, 12), date(2026, 7, 12), date(2027, 1, 12))
"""3, 6 and 12 months after Monday 12 January 2026. The first two are Sundays."""
EARLIEST = date(2026, 3, 29)
"""14 days before the first."""
SUSTAINED, PARTLY, NOT_SUSTAINED, CANNOT_TELL = RecheckResult


def refused(action: Action, on: date, command: RecordRecheck, who: Actor = CHAIR) -> list[str]:
    with pytest.raises(Refused) as caught:
        recorded(action, command, at(on, who))
    return codes(caught.value)


def not_offered(action: Action, command: OfferRecheck, on: date, who: Actor = POLICE_LEAD) -> list[str]:
    with pytest.raises(Refused) as caught:
        offer_recheck(action, command, at(on, who))
    return codes(caught.value)


def test_acceptance_asks_the_agency_for_the_first_measure() -> None:
    waiting = waiting_of(accepted(), at())
    assert waiting
    assert (waiting.asks, waiting.due, waiting.decides) == (Asked.OFFER_RECHECK, DAYS[0], False)


def test_measure_offered_asks_the_partnership_to_record_it() -> None:
    decided = offer_recheck(accepted(), offering(), at(DAYS[0], POLICE_LEAD))
    action = decided.state
    assert decided.events == (RecheckOffered(action=action.id, epoch=1),)
    waiting = waiting_of(action, at(DAYS[0]))
    assert waiting
    assert (waiting.asks, waiting.due, waiting.decides) == (Asked.RECORD_RECHECK, date(2026, 4, 24), True)
    assert action.epoch.offered
    assert (action.epoch.offered.measured, action.epoch.offered.by.agency) == ("9 of 10", "police")


def test_action_is_sustained_after_the_last_recheck() -> None:
    action: Action = accepted()
    events: tuple[Event, ...] = ()
    for number, (on, following) in enumerate(zip(DAYS, (*DAYS[1:], None), strict=True), start=1):
        decided = recorded(offered(action, on), recording(), at(on, CHAIR))
        action, events = decided.state, decided.events
        month = (3, 6, 12)[number - 1]
        assert events[0] == RecheckRecorded(action=action.id, epoch=1, recheck=number, result=SUSTAINED, months=(month,))
        assert action.epoch.recheck_due == following
        assert action.epoch.rechecks[-1].due == on
    assert events[1:] == (ActionSustained(action=action.id, epoch=1),)
    assert action.status is ActionStatus.SUSTAINED
    assert [each.number for each in action.epoch.rechecks] == [1, 2, 3]
    assert alarm(action, at(DAYS[2])) is None


@pytest.mark.parametrize("result", [PARTLY, CANNOT_TELL])
def test_unclear_recheck_answers_no_month_and_is_asked_again(result: RecheckResult) -> None:
    decided = recorded(accepted(), recording(result), at(date(2026, 4, 20), CHAIR))
    (event,) = decided.events
    assert isinstance(event, RecheckRecorded)
    assert event.months == ()
    assert decided.state.status is ActionStatus.ACCEPTED
    assert decided.state.epoch.recheck_due == date(2026, 5, 20)
    after = rechecked(decided.state, date(2026, 5, 20))
    assert after.epoch.recheck_due == DAYS[1]
    assert after.epoch.held == (3,)
    assert [each.number for each in after.epoch.rechecks] == [1, 2]


@pytest.mark.parametrize("result", [PARTLY, CANNOT_TELL])
def test_recheck_after_several_unclear_ones_decides(result: RecheckResult) -> None:
    action, day = accepted(), DAYS[0]
    for _ in range(3):
        action = recorded(action, recording(PARTLY), at(day, CHAIR)).state
        assert action.epoch.recheck_due
        day = action.epoch.recheck_due
    assert refused(action, day, recording(result)) == ["recheck/must-decide"]
    assert recorded(action, recording(NOT_SUSTAINED), at(day, CHAIR)).state.epoch.number == 2
    held = rechecked(action, day)
    assert held.status is ActionStatus.ACCEPTED
    assert held.epoch.recheck_due
    recorded(held, recording(result), at(held.epoch.recheck_due, CHAIR))


def test_late_measure_counts_for_every_month_passed() -> None:
    decided = recorded(offered(accepted(), date(2026, 8, 3)), recording(), at(date(2026, 8, 3), CHAIR))
    assert decided.state.epoch.recheck_due == DAYS[2]
    assert decided.events == (RecheckRecorded(action=decided.state.id, epoch=1, recheck=1, result=SUSTAINED, months=(3, 6)),)
    assert rechecked(accepted(), date(2027, 1, 12)).status is ActionStatus.SUSTAINED


def test_measure_recorded_late_counts_for_the_months_before_it_was_taken() -> None:
    action = offered(accepted(), date(2026, 4, 20))
    assert recorded(action, recording(), at(date(2026, 8, 3), CHAIR)).state.epoch.held == (3,)


def test_failed_change_is_reopened_and_may_last_in_the_second_epoch() -> None:
    before = accepted()
    decided = recorded(before, recording(NOT_SUSTAINED), at(DAYS[0], CHAIR))
    action = decided.state
    assert decided.events == (
        RecheckRecorded(action=action.id, epoch=1, recheck=1, result=NOT_SUSTAINED),
        ActionReopened(action=action.id, agencies=("police",), epoch=2, due=date(2026, 6, 12)),
    )
    assert (action.status, action.percent, action.epoch.number) == (ActionStatus.IN_PROGRESS, 0, 2)
    first = action.epochs[0]
    for field in ("original_due", "due", "evidence", "completions", "judgements", "accepted_on"):
        assert getattr(first, field) == getattr(before.epoch, field)
    assert action.epoch.evidence == ()

    again = accepted(action, date(2026, 5, 1))
    for on in (date(2026, 8, 1), date(2026, 11, 1), date(2027, 5, 1)):
        again = rechecked(again, on)
    assert again.status is ActionStatus.SUSTAINED
    assert again.epochs[0] == first
    assert [each.number for each in again.epoch.rechecks] == [1, 2, 3]


def test_recheck_may_give_the_new_due_date() -> None:
    action = rechecked(accepted(), DAYS[0], NOT_SUSTAINED, new_due=date(2026, 9, 1))
    assert (action.epoch.due, action.epoch.original_due) == (date(2026, 9, 1), date(2026, 9, 1))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"evidence": None}, "recheck/no-new-evidence"),
        ({"evidence": "https://files.example/audit/1"}, "recheck/no-new-evidence"),
        ({"new_starters_know": False}, "recheck/new-starters-do-not-know"),
    ],
    ids=["no evidence", "evidence of the completion", "new starters"],
)
def test_change_is_not_sustained_without_new_evidence_and_new_starters(changes: dict[str, Any], code: str) -> None:
    action = offered(accepted(), DAYS[0], **changes)
    assert refused(action, DAYS[0], recording()) == [code]
    assert recorded(action, recording(PARTLY), at(DAYS[0], CHAIR)).state.epoch.held == ()


def test_evidence_of_an_earlier_recheck_is_not_new() -> None:
    once = rechecked(accepted(), DAYS[0])
    again = offered(once, DAYS[1], evidence="https://files.example/rechecks/1")
    assert refused(again, DAYS[1], recording()) == ["recheck/no-new-evidence"]


def test_change_is_not_sustained_on_the_word_of_the_partnership_alone() -> None:
    assert refused(accepted(), DAYS[0], recording()) == ["recheck/not-offered"]


def test_action_without_a_measure_states_one_before_it_is_sustained() -> None:
    bare = accepted(an_action(measure=None))
    assert refused(offered(bare, DAYS[0]), DAYS[0], recording()) == ["recheck/no-measure"]
    stated = StatedMeasure(what="Repeat attendances with a plan", baseline="4 of 10", target="9 of 10")
    action = offered(bare, DAYS[0], measure=stated)
    assert action.measure
    assert action.measure.baseline == "4 of 10"
    assert recorded(action, recording(), at(DAYS[0], CHAIR)).state.epoch.held == (3,)
    assert not_offered(accepted(), offering(measure=stated), DAYS[0]) == ["recheck/measure-stated"]


def test_later_offer_takes_the_place_of_the_first() -> None:
    action = offered(offered(accepted(), EARLIEST), DAYS[0], measured="7 of 10")
    assert action.epoch.offered
    assert action.epoch.offered.measured == "7 of 10"
    kept = recorded(action, recording(PARTLY), at(DAYS[0], CHAIR)).state.epoch
    assert kept.offered is None
    assert kept.rechecks[0].offered == action.epoch.offered


@pytest.mark.parametrize(
    ("agency", "who", "reasons"),
    [
        ("police", COUNCIL_DECIDER, []),
        ("police", POLICE_DECIDER, ["judgement/own-agency"]),
        ("police", POLICE_LEAD, ["judgement/not-a-decider", "judgement/own-agency"]),
        ("police", UNIT, ["judgement/not-a-decider"]),
        (PARTNERSHIP, SCRUTINEER, []),
        (PARTNERSHIP, CHAIR, ["judgement/needs-scrutineer"]),
    ],
)
def test_decider_cannot_recheck_their_own_agency(agency: str, who: Actor, reasons: list[str]) -> None:
    action = offered(accepted(an_action(agency)), DAYS[0])
    if not reasons:
        state = recorded(action, recording(), at(DAYS[0], who)).state
        assert state.epoch.rechecks[0].by.person_ref == who.person_ref
        return
    assert refused(action, DAYS[0], recording(), who) == reasons


def test_agency_and_the_unit_for_it_offer_a_measure() -> None:
    assert not_offered(accepted(), offering(), DAYS[0], COUNCIL_LEAD) == ["action/not-your-agency"]
    assert not_offered(accepted(), offering(), DAYS[0], UNIT) == ["action/reported-by-whom"]
    told = offer_recheck(accepted(), offering(reported_by="police-owner", on=DAYS[0]), at(date(2026, 4, 14), UNIT)).state
    assert told.epoch.offered
    assert (told.epoch.offered.reported_by, told.epoch.offered.on) == ("police-owner", DAYS[0])
    assert told.epoch.offered.by.person_ref == UNIT.person_ref


def test_recheck_begins_some_days_before_its_date() -> None:
    before = EARLIEST - timedelta(days=1)
    assert not_offered(accepted(), offering(), before) == ["recheck/not-due"]
    assert refused(accepted(), before, recording(PARTLY)) == ["recheck/not-due"]
    early = rechecked(accepted(), EARLIEST)
    assert (early.epoch.held, early.epoch.recheck_due) == ((3,), DAYS[1])


def test_recheck_keeps_the_day_on_which_it_was_done() -> None:
    late = date(2026, 4, 30)
    action = offer_recheck(accepted(), offering(on=date(2026, 4, 13)), at(late, POLICE_LEAD)).state
    assert refused(action, late, recording(on=date(2026, 4, 12))) == ["day/too-early"]
    assert refused(action, late, recording(on=date(2026, 5, 1))) == ["day/in-future"]
    (record,) = recorded(action, recording(on=date(2026, 4, 14)), at(late, CHAIR)).state.epoch.rechecks
    assert (record.on, record.at) == (date(2026, 4, 14), at(late).now)


def test_refusal_has_every_reason() -> None:
    command = recording(SUSTAINED, new_due=date(2026, 4, 1))
    assert refused(completed(), date(2026, 4, 12), command, POLICE_DECIDER) == [
        "action/due-not-ahead",
        "action/not-open-to-this",
        "judgement/own-agency",
        "recheck/due-without-reopening",
    ]
    assert names([*recorded(accepted(), recording(PARTLY), at(DAYS[0], CHAIR)).events]) == ["RecheckRecorded"]
