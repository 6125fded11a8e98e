"""The ladder is level-triggered: each rung is reached once, never backwards (AT4)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.framework.document import Rung
from local.frameworks import LADDER
from services.action_tracking.domain.ladder import Reached, climb, late, next_round_at, next_rung_at, passed, rounds
from services.chassis.rules.calendar import start_of
from tests.builders.given import CLOSED, FRAMEWORK

DUE = date(2026, 4, 13)
DUES = st.dates(date(2025, 1, 1), date(2028, 12, 31))
DISTANCES = st.integers(-40, 200)


@st.composite
def ladders(draw: st.DrawFn) -> tuple[Rung, ...]:
    steps = sorted(draw(st.lists(st.integers(-20, 80), min_size=1, max_size=9)))
    return tuple(Rung(code=f"rung-{n}", after=after, to=("business-unit",)) for n, after in enumerate(steps))


def reached(due: date, today: date, before: Reached | None = None, ladder: tuple[Rung, ...] = LADDER) -> Reached | None:
    return climb(ladder, due, before, today, CLOSED)


@pytest.mark.parametrize(
    ("today", "rung"),
    [
        ("2026-03-25", None),
        ("2026-03-26", "reminder-10"),  # ten working days before: Good Friday and Easter Monday lie between
        ("2026-04-07", "reminder-10"),
        ("2026-04-08", "reminder-3"),
        ("2026-04-13", "due-today"),
        ("2026-04-14", "agency-lead"),
        ("2026-04-27", "business-unit"),
        ("2026-05-12", "group-chair"),  # the early May bank holiday
        ("2026-06-10", "executive"),
        ("2026-07-08", "lead-partners"),
        ("2036-01-01", "lead-partners"),
    ],
)
def test_rung_follows_from_the_due_date_and_today(today: str, rung: str | None) -> None:
    found = reached(DUE, date.fromisoformat(today))
    assert (found.code if found else None) == rung


@given(ladders(), DUES, st.lists(DISTANCES, min_size=1, max_size=20))
def test_ringing_once_ends_where_ringing_often_does(ladder: tuple[Rung, ...], due: date, distances: list[int]) -> None:
    often: Reached | None = None
    told: list[Rung] = []
    for distance in sorted(distances):
        before, often = often, reached(due, due + timedelta(days=distance), often, ladder)
        if often and often != before:
            told.extend(passed(ladder, before.after if before else None, often.after))
    once = reached(due, due + timedelta(days=max(distances)), None, ladder)
    assert often == once
    assert told == (list(passed(ladder, None, once.after)) if once else [])


@given(ladders(), DUES, DISTANCES, DISTANCES)
def test_rung_never_goes_back_when_the_clock_does(ladder: tuple[Rung, ...], due: date, one: int, other: int) -> None:
    first = reached(due, due + timedelta(days=one), None, ladder)
    second = reached(due, due + timedelta(days=other), first, ladder)
    assert (second.after if second else -999) >= (first.after if first else -999)


@given(ladders(), DUES, DISTANCES)
def test_next_rung_is_in_the_future_after_a_ring(ladder: tuple[Rung, ...], due: date, distance: int) -> None:
    today = due + timedelta(days=distance)
    found = reached(due, today, None, ladder)
    instant = next_rung_at(ladder, due, found, CLOSED, FRAMEWORK.partnership.timezone)
    assert instant is None or instant >= start_of(today + timedelta(days=1), FRAMEWORK.partnership.timezone)
    assert (instant is None) == (found is not None and found.after == ladder[-1].after)


@given(ladders(), DUES, DISTANCES)
def test_next_rung_is_reached_at_its_instant_and_no_day_earlier(ladder: tuple[Rung, ...], due: date, distance: int) -> None:
    found = reached(due, due + timedelta(days=distance), None, ladder)
    instant = next_rung_at(ladder, due, found, CLOSED, FRAMEWORK.partnership.timezone)
    if instant:
        day = (instant + timedelta(hours=2)).date()
        assert reached(due, day - timedelta(days=1), found, ladder) == found
        assert reached(due, day, found, ladder) != found


def test_obligation_is_not_chased_before_its_date() -> None:
    assert [rung.after for rung in late(LADDER)] == [1, 10, 20, 40, 60]


def test_new_framework_edition_never_sends_it_back() -> None:
    renamed = tuple(rung.model_copy(update={"code": f"new-{rung.code}"}) for rung in LADDER)
    before = Reached(code="business-unit", after=10)
    assert reached(DUE, date(2026, 4, 28), before, renamed) == before
    later = reached(DUE, date(2026, 5, 12), before, renamed)
    assert later == Reached(code="new-group-chair", after=20)
    assert [rung.code for rung in passed(renamed, before.after, later.after)] == ["new-group-chair"]


def test_rung_removed_from_the_ladder_leaves_the_ones_around_it() -> None:
    without = tuple(rung for rung in LADDER if rung.code != "business-unit")
    before, later = Reached(code="business-unit", after=10), reached(DUE, date(2026, 6, 10), None, without)
    assert later
    assert [rung.code for rung in passed(without, before.after, later.after)] == ["group-chair", "executive"]


@pytest.mark.parametrize(
    ("due", "prompt"),
    [
        (date(2026, 5, 16), date(2026, 5, 15)),  # Saturday
        (date(2026, 4, 6), date(2026, 4, 2)),  # Easter Monday
        (date(2026, 5, 15), date(2026, 5, 15)),
    ],
)
def test_due_date_on_a_closed_day_is_prompted_on_the_last_working_day(due: date, prompt: date) -> None:
    before = Reached(code="reminder-3", after=-3)
    assert reached(due, prompt - timedelta(days=1), before) == before
    assert reached(due, prompt, before) == Reached(code="due-today", after=0)
    assert reached(due, due, before) == Reached(code="due-today", after=0)


TOP = Reached(code="lead-partners", after=60)


@pytest.mark.parametrize(
    ("today", "times"),
    [("2026-07-08", 0), ("2026-07-21", 0), ("2026-07-22", 1), ("2026-08-04", 1), ("2026-08-05", 2), ("2027-07-08", 25)],
)
def test_top_is_notified_again_every_some_working_days(today: str, times: int) -> None:
    assert rounds(LADDER, DUE, TOP, 10, date.fromisoformat(today), CLOSED) == times


def test_no_round_below_the_top() -> None:
    below = Reached(code="executive", after=40)
    assert rounds(LADDER, DUE, below, 10, date(2036, 1, 1), CLOSED) == 0
    assert next_round_at(LADDER, DUE, below, 0, 10, CLOSED, FRAMEWORK.partnership.timezone) is None


@given(DUES, st.integers(60, 500))
def test_next_round_comes_at_its_instant_and_no_day_earlier(due: date, distance: int) -> None:
    today = due + timedelta(days=distance)
    before = rounds(LADDER, due, TOP, 10, today, CLOSED)
    instant = next_round_at(LADDER, due, TOP, before, 10, CLOSED, FRAMEWORK.partnership.timezone)
    assert instant
    day = (instant + timedelta(hours=2)).date()
    assert rounds(LADDER, due, TOP, 10, day - timedelta(days=1), CLOSED) == before
    assert rounds(LADDER, due, TOP, 10, day, CLOSED) == before + 1
