"""Due dates and re-checks that pass are chased until someone acts (AT4, AT6)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.events.action_tracking import ActionEscalated, ActionOverdue
from contracts.events.event import Event
from contracts.vocabulary.actions import Asked
from local.frameworks import LADDER
from services.action_tracking.domain.action.chasing import alarm, ring
from services.action_tracking.domain.action.state import Action
from services.chassis.rules.calendar import working_days_after
from services.chassis.rules.decisions import Decided
from tests.builders.action_tracking import (
    CHAIR,
    DUE,
    REJECT,
    accepted,
    an_action,
    at,
    completed,
    days,
    judged,
    names,
    offered,
    rechecked,
)
from tests.builders.given import CLOSED, MONDAY


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
    assert (event.from_rung, event.to_rung, event.epoch, event.asks) == (None, "lead-partners", 1, Asked.DO_ACTION)
    assert event.passed == tuple(rung.code for rung in LADDER)


@pytest.mark.parametrize(
    ("now", "overdue"),
    [(datetime(2026, 4, 13, 22, 59, 59, tzinfo=UTC), False), (datetime(2026, 4, 13, 23, 0, tzinfo=UTC), True)],
    ids=["the last second of the day in summer time", "midnight in summer time"],
)
def test_deadline_passes_when_its_local_day_is_over(now: datetime, *, overdue: bool) -> None:
    assert ("ActionOverdue" in names(ring(an_action(), at(now)).events)) is overdue


def test_saturday_due_date_is_prompted_on_friday_and_overdue_on_sunday() -> None:
    friday = ring(an_action(due=date(2026, 5, 16)), at(date(2026, 5, 15)))
    assert _rung(friday.state) == "due-today"
    assert alarm(friday.state, at(date(2026, 5, 15))) == datetime(2026, 5, 16, 23, tzinfo=UTC)
    sunday = ring(friday.state, at(date(2026, 5, 17)))
    assert names(sunday.events) == ["ActionOverdue"]
    assert alarm(sunday.state, at(date(2026, 5, 17))) == datetime(2026, 5, 17, 23, tzinfo=UTC)
    monday = ring(sunday.state, at(date(2026, 5, 18)))
    assert names(monday.events) == ["ActionEscalated"]
    assert _rung(monday.state) == "agency-lead"


def _rung(action: Action) -> str | None:
    return action.chased.rung.code if action.chased and action.chased.rung else None


def test_reminders_already_past_at_agreement_are_not_sent() -> None:
    assert ring(an_action(due=date(2026, 1, 16)), at(MONDAY)).events == ()


STARTS = {
    "agreed": an_action(),
    "completed": completed(),
    "rejected": judged(completed(), REJECT, at(who=CHAIR)).state,
    "accepted": accepted(),
}


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
    once = ring(STARTS[start], at(MONDAY + days(max(distances)))).state
    assert _but_when(often) == _but_when(once)


def _but_when(action: Action) -> Action:
    """Returns the action without the time of the last round at the top."""
    chased = action.chased.model_copy(update={"again_at": None}) if action.chased else None
    return action.model_copy(update={"chased": chased})


@given(st.sampled_from(sorted(STARTS)), st.integers(0, 400))
def test_ring_changes_nothing_before_its_alarm(start: str, distance: int) -> None:
    now = at(MONDAY + days(distance))
    action = ring(STARTS[start], now).state
    instant = alarm(action, now)
    assert instant, "the top of each ladder repeats"
    assert ring(action, at(instant - timedelta(seconds=1))) == Decided(action)
    assert ring(action, at(instant)).state != action


def test_those_who_judge_are_chased_by_their_own_ladder() -> None:
    action, told = completed(), list[Event]()
    for n in range(365):
        decided = ring(action, at(MONDAY + days(n)))
        action = decided.state
        told.extend(decided.events)
    escalations = [event for event in told if isinstance(event, ActionEscalated)]
    assert len(escalations) == len(told), "the owner is not overdue while others have to act"
    assert [event.to_rung for event in escalations] == ["decision-due", "decision-chair", "decision-lead-partners"]
    assert {(event.asks, event.due) for event in escalations} == {(Asked.JUDGE_ACTION, date(2026, 1, 26))}


def test_top_of_each_ladder_repeats_without_an_event() -> None:
    for start, top in ((an_action(), date(2026, 7, 8)), (completed(), date(2026, 2, 23))):
        before = ring(start, at(top)).state
        day, times = top, list[date]()
        for _ in range(90):
            day += days(1)
            decided = ring(before, at(day))
            assert decided.events == ()
            if decided.state != before:
                times.append(day)
                assert decided.state.chased
                assert decided.state.chased.again_at == at(day).now
            before = decided.state
        assert [working_days_after(top, each, CLOSED) for each in times] == [10 * n for n in range(1, len(times) + 1)]
        assert len(times) >= 5


def test_rounds_that_passed_in_an_outage_are_one() -> None:
    top = ring(completed(), at(date(2026, 2, 23))).state
    late = ring(top, at(date(2027, 2, 22))).state
    assert late.chased
    assert late.chased.rounds > 20
    assert ring(late, at(date(2027, 2, 22))) == Decided(late)
    at_once = ring(completed(), at(date(2027, 2, 22))).state
    assert at_once.chased
    assert (at_once.chased.rounds, at_once.chased.again_at) == (late.chased.rounds, None)


def test_owner_stands_still_while_it_is_judged_and_gets_a_new_date() -> None:
    late = date(2026, 6, 1)
    unjudged = ring(completed(), at(late)).state
    assert not unjudged.epoch.overdue_told
    sent_back = judged(unjudged, REJECT, at(late, CHAIR)).state
    assert ring(sent_back, at(late)).events == ()
    again = ring(sent_back, at(date(2026, 7, 1)))
    assert [each.due for each in again.events if isinstance(each, ActionOverdue)] == [date(2026, 6, 29)]


def test_action_that_was_overdue_is_overdue_again_past_its_new_date() -> None:
    overdue = ring(an_action(), at(date(2026, 4, 20))).state
    sent_back = judged(completed(overdue, date(2026, 4, 21)), REJECT, at(date(2026, 4, 22), CHAIR)).state
    dues = [each.due for each in ring(sent_back, at(date(2026, 6, 1))).events if isinstance(each, ActionOverdue)]
    assert dues == [sent_back.epoch.due]


def test_measure_not_offered_climbs_the_owners_ladder() -> None:
    (event,) = ring(accepted(), at(date(2026, 8, 3))).events
    assert isinstance(event, ActionEscalated)
    assert (event.due, event.asks, event.from_rung, event.to_rung) == (
        date(2026, 4, 12),
        Asked.OFFER_RECHECK,
        None,
        "lead-partners",
    )


def test_measure_not_recorded_climbs_the_ladder_of_those_who_decide() -> None:
    action = offered(ring(accepted(), at(date(2026, 4, 20))).state, date(2026, 4, 20))
    (event,) = ring(action, at(date(2026, 5, 5))).events
    assert isinstance(event, ActionEscalated)
    assert (event.due, event.asks, event.from_rung, event.to_rung) == (
        date(2026, 5, 5),
        Asked.RECORD_RECHECK,
        None,
        "decision-due",
    )


def test_next_recheck_begins_below_the_ladder() -> None:
    late = ring(accepted(), at(date(2026, 6, 1))).state
    after = rechecked(late, date(2026, 6, 2))
    (event,) = ring(after, at(date(2026, 7, 13))).events
    assert isinstance(event, ActionEscalated)
    assert (event.due, event.from_rung, event.to_rung) == (date(2026, 7, 12), None, "agency-lead")


def test_sustained_action_rings_no_more() -> None:
    sustained = rechecked(accepted(), date(2027, 2, 1))
    assert alarm(sustained, at(date(2027, 2, 1))) is None
    assert ring(sustained, at(date(2030, 2, 1))).events == ()
