"""Due dates and re-checks that pass are chased until someone acts (AT4, AT6)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.events.action_tracking import ActionEscalated, ActionOverdue
from contracts.events.event import Event
from contracts.vocabulary.actions import RecheckResult
from services.action_tracking.domain.action.chasing import alarm, ring
from services.action_tracking.domain.action.judging import judge_action
from services.action_tracking.domain.action.rechecking import RecordRecheck, record_recheck
from services.action_tracking.domain.action.state import Action
from tests.builders.action_tracking import CHAIR, DUE, REJECT, accepted, an_action, at, completed, days, names
from tests.builders.given import MONDAY


def test_year_rung_daily_reaches_each_rung_once() -> None:
    action = an_action()
    told: list[Event] = []
    for n in range(365):
        decided = ring(action, at(MONDAY + days(n)))
        action = decided.state
        told.extend(decided.events)
    escalations = [event for event in told if isinstance(event, ActionEscalated)]
    assert [event.to_rung for event in escalations] == [
        "reminder-10",
        "reminder-3",
        "due-today",
        "agency-lead",
        "business-unit",
        "group-chair",
        "executive",
        "lead-partners",
    ]
    assert [event.from_rung for event in escalations] == [None, *(event.to_rung for event in escalations[:-1])]
    assert [event.due for event in told if isinstance(event, ActionOverdue)] == [DUE]


def test_obligation_catches_up_in_one_event_after_an_outage() -> None:
    decided = ring(an_action(), at(date(2027, 1, 4)))
    assert names(decided.events) == ["ActionOverdue", "ActionEscalated"]
    event = decided.events[1]
    assert isinstance(event, ActionEscalated)
    assert (event.from_rung, event.to_rung, event.epoch, event.recheck) == (None, "lead-partners", 1, None)
    assert alarm(decided.state, at(date(2027, 1, 4))) is None


@pytest.mark.parametrize(
    ("now", "overdue"),
    [(datetime(2026, 4, 13, 22, 59, 59, tzinfo=UTC), False), (datetime(2026, 4, 13, 23, 0, tzinfo=UTC), True)],
    ids=["the last second of the day in summer time", "midnight in summer time"],
)
def test_deadline_passes_when_its_local_day_is_over(now: datetime, *, overdue: bool) -> None:
    assert ("ActionOverdue" in names(ring(an_action(), at(now)).events)) is overdue


def test_saturday_due_date_is_overdue_on_sunday_and_climbs_on_monday() -> None:
    action = an_action(due=date(2026, 5, 16))
    saturday = ring(action, at(date(2026, 5, 16)))
    assert alarm(saturday.state, at(date(2026, 5, 16))) == datetime(2026, 5, 16, 23, tzinfo=UTC)
    sunday = ring(action, at(date(2026, 5, 17)))
    assert "ActionOverdue" in names(sunday.events)
    assert sunday.state.epoch.rung is not None
    assert sunday.state.epoch.rung.code == "due-today"
    assert alarm(sunday.state, at(date(2026, 5, 17))) == datetime(2026, 5, 17, 23, tzinfo=UTC)
    monday = ring(sunday.state, at(date(2026, 5, 18)))
    assert names(monday.events) == ["ActionEscalated"]


def test_reminders_already_past_at_agreement_are_not_sent() -> None:
    assert ring(an_action(due=date(2026, 1, 16)), at(MONDAY)).events == ()


STARTS = {"agreed": an_action(), "rejected": judge_action(completed(), REJECT, at(who=CHAIR)).state, "accepted": accepted()}


@given(st.sampled_from(sorted(STARTS)), st.lists(st.integers(0, 400), min_size=1, max_size=12))
def test_ringing_once_ends_where_ringing_often_does(start: str, distances: list[int]) -> None:
    often = STARTS[start]
    for distance in sorted(distances):
        given_ = at(MONDAY + days(distance))
        often = ring(often, given_).state
        again = ring(often, given_)
        assert (again.state, again.events) == (often, ())
        instant = alarm(often, given_)
        assert instant is None or instant > given_.now
    assert often == ring(STARTS[start], at(MONDAY + days(max(distances)))).state


@given(st.sampled_from(sorted(STARTS)), st.integers(0, 400))
def test_ring_changes_nothing_before_its_alarm(start: str, distance: int) -> None:
    now = at(MONDAY + days(distance))
    action = ring(STARTS[start], now).state
    instant = alarm(action, now)
    if instant is None:
        assert ring(action, at(MONDAY + days(4000))).events == ()
        return
    assert ring(action, at(instant - timedelta(seconds=1))).events == ()
    assert ring(action, at(instant)).events != ()


@pytest.mark.parametrize("action", [completed()], ids=["awaiting judgement"])
def test_owner_gets_no_reminder_while_others_have_to_act(action: Action) -> None:
    assert alarm(action, at()) is None
    assert ring(action, at(date(2027, 1, 4))).events == ()


def test_action_rejected_after_its_date_is_overdue_at_once() -> None:
    rejected = judge_action(completed(), REJECT, at(date(2026, 5, 1), CHAIR)).state
    instant = alarm(rejected, at(date(2026, 5, 1)))
    assert instant
    assert instant <= at(date(2026, 5, 1)).now
    assert names(ring(rejected, at(date(2026, 5, 1))).events) == ["ActionOverdue", "ActionEscalated"]


def test_missed_recheck_climbs_the_same_ladder() -> None:
    (event,) = ring(accepted(), at(date(2026, 8, 3))).events
    assert isinstance(event, ActionEscalated)
    assert (event.due, event.recheck, event.from_rung, event.to_rung) == (date(2026, 4, 12), 1, None, "lead-partners")


def test_next_recheck_begins_below_the_ladder() -> None:
    late = ring(accepted(), at(date(2026, 6, 1))).state
    held = RecordRecheck(result=RecheckResult.SUSTAINED, measured="9 of 10", new_starters_know=True)
    after = record_recheck(late, held, at(date(2026, 6, 2), CHAIR)).state
    assert after.epoch.recheck_rung is None
    (event,) = ring(after, at(date(2026, 7, 13))).events
    assert isinstance(event, ActionEscalated)
    assert (event.recheck, event.from_rung, event.to_rung) == (2, None, "agency-lead")


def test_sustained_action_rings_no_more() -> None:
    held = RecordRecheck(result=RecheckResult.SUSTAINED, measured="9 of 10", new_starters_know=True)
    sustained = record_recheck(accepted(), held, at(date(2027, 2, 1), CHAIR)).state
    assert alarm(sustained, at(date(2027, 2, 1))) is None
    assert ring(sustained, at(date(2030, 2, 1))).events == ()
