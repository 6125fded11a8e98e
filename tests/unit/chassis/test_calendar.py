"""Working days and deadlines, as docs/domain.md "Working days" promises them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.framework.bank_holidays import closed_days
from contracts.framework.document import Calendar, Clock, Unit
from services.chassis.rules.calendar import (
    add_months,
    add_working_days,
    at,
    due_date,
    end_of,
    is_working_day,
    last_month_end,
    last_working_day_on_or_before,
    month_end,
    start_of,
    working_days_after,
)
from services.chassis.rules.values import FIRST_YEAR, LAST_YEAR

LONDON = "Europe/London"
ENGLAND = closed_days(Calendar())
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
STEPS = st.integers(-80, 80)

BANK_HOLIDAYS = {
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
    2028: "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
}


def clock(length: int, unit: Unit) -> Clock:
    return Clock(code="a-clock", length=length, unit=unit, starts="referred", stops="entered-closed", source="a source")


def working_days(length: int) -> Callable[[date], date]:
    return lambda day: due_date(clock(length, Unit.WORKING_DAYS), day, ENGLAND)


def months(length: int) -> Callable[[date], date]:
    return lambda day: due_date(clock(length, Unit.CALENDAR_MONTHS), day, ENGLAND)


def calendar_days(length: int) -> Callable[[date], date]:
    return lambda day: due_date(clock(length, Unit.CALENDAR_DAYS), day, ENGLAND)


NOTIFY, RAPID_REVIEW = working_days(5), working_days(15)

WORKED = [
    ("1 notify", NOTIFY, "2025-04-14", "2025-04-23"),
    ("1 rapid review from sent", RAPID_REVIEW, "2025-04-16", "2025-05-12"),
    ("1 rapid review from awareness", RAPID_REVIEW, "2025-04-14", "2025-05-08"),
    ("2 notify", NOTIFY, "2025-12-18", "2025-12-29"),
    ("2 rapid review from sent", RAPID_REVIEW, "2025-12-22", "2026-01-15"),
    ("2 rapid review from awareness", RAPID_REVIEW, "2025-12-18", "2026-01-13"),
    ("3 notify", NOTIFY, "2026-08-30", "2026-09-07"),
    ("3 rapid review from sent", RAPID_REVIEW, "2026-09-02", "2026-09-23"),
    ("4 notify", NOTIFY, "2027-03-20", "2027-03-30"),
    ("4 rapid review from sent", RAPID_REVIEW, "2027-03-25", "2027-04-19"),
    ("5 kept available", months(12), "2027-04-07", "2028-04-07"),
    ("6 leap month", months(6), "2027-08-31", "2028-02-29"),
    ("6 month end", months(6), "2025-05-09", "2025-11-09"),
    ("7 notify", NOTIFY, "2027-12-22", "2027-12-31"),
    ("7 rapid review from sent", RAPID_REVIEW, "2027-12-23", "2028-01-18"),
    ("8 prevention of future deaths", calendar_days(56), "2026-11-13", "2027-01-08"),
    ("8 inspection letter", working_days(70), "2026-11-02", "2027-02-11"),
]


@pytest.mark.parametrize(("rule", "day", "due"), [each[1:] for each in WORKED], ids=[each[0] for each in WORKED])
def test_the_worked_clocks(rule: Callable[[date], date], day: str, due: str) -> None:
    assert rule(date.fromisoformat(day)) == date.fromisoformat(due)


def test_counting_back_and_the_prompt_for_a_sunday() -> None:
    assert add_working_days(date(2027, 4, 7), -7, ENGLAND) == date(2027, 3, 25)
    assert last_working_day_on_or_before(date(2025, 11, 9), ENGLAND) == date(2025, 11, 7)
    assert last_working_day_on_or_before(date(2025, 11, 7), ENGLAND) == date(2025, 11, 7)


@pytest.mark.parametrize("year", BANK_HOLIDAYS)
def test_the_weekdays_that_england_is_closed(year: int) -> None:
    first = date(year, 1, 1)
    days = (first + timedelta(days=n) for n in range(365))
    closed = [day.strftime("%m-%d") for day in days if day.weekday() < 5 and not is_working_day(day, ENGLAND)]
    assert " ".join(closed) == BANK_HOLIDAYS[year]


def test_a_local_one_off_day_is_closed_too() -> None:
    coronation = date(2026, 6, 5)
    assert is_working_day(coronation, ENGLAND)
    assert not is_working_day(coronation, closed_days(Calendar(also_closed=(coronation,))))


@given(DAYS, STEPS)
def test_a_step_lands_on_a_working_day_and_later_steps_later(day: date, n: int) -> None:
    assert add_working_days(day, n, ENGLAND) < add_working_days(day, n + 1, ENGLAND)
    assert n == 0 or is_working_day(add_working_days(day, n, ENGLAND), ENGLAND)


@given(DAYS, DAYS, STEPS)
def test_an_earlier_start_is_never_due_later(one: date, other: date, n: int) -> None:
    first, second = sorted((one, other))
    assert add_working_days(first, n, ENGLAND) <= add_working_days(second, n, ENGLAND)


@given(DAYS, STEPS)
def test_from_a_working_day_there_and_back(day: date, n: int) -> None:
    start = last_working_day_on_or_before(day, ENGLAND)
    assert add_working_days(add_working_days(start, n, ENGLAND), -n, ENGLAND) == start


@given(DAYS, STEPS)
def test_the_distance_of_a_step_is_the_step(due: date, n: int) -> None:
    assert working_days_after(due, add_working_days(due, n, ENGLAND), ENGLAND) == n


@given(DAYS, st.integers(-120, 120))
def test_the_distance_is_that_of_the_last_step_that_has_come(due: date, days: int) -> None:
    today = due + timedelta(days=days)
    n = working_days_after(due, today, ENGLAND)
    assert add_working_days(due, n, ENGLAND) <= today < add_working_days(due, n + 1, ENGLAND)


@given(DAYS, st.integers(-60, 60))
def test_months_keep_the_day_number_or_take_the_last_of_the_month(day: date, n: int) -> None:
    moved = add_months(day, n)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == n
    assert moved.day == day.day or (moved.day < day.day and (moved + timedelta(days=1)).day == 1)


@given(DAYS, DAYS, st.integers(-60, 60))
def test_months_never_change_the_order_of_days(one: date, other: date, n: int) -> None:
    first, second = sorted((one, other))
    assert add_months(first, n) <= add_months(second, n)


@pytest.mark.parametrize(
    ("day", "starts", "hours"),
    [
        (date(2026, 3, 28), datetime(2026, 3, 28, 0, tzinfo=UTC), 24),
        (date(2026, 3, 29), datetime(2026, 3, 29, 0, tzinfo=UTC), 23),
        (date(2026, 7, 1), datetime(2026, 6, 30, 23, tzinfo=UTC), 24),
        (date(2026, 10, 25), datetime(2026, 10, 24, 23, tzinfo=UTC), 25),
    ],
    ids=["winter", "clocks go forward", "summer", "clocks go back"],
)
def test_a_day_is_the_partnerships_day(day: date, starts: datetime, hours: int) -> None:
    assert start_of(day, LONDON) == starts
    assert end_of(day, LONDON) - start_of(day, LONDON) == timedelta(hours=hours)


@given(DAYS)
def test_days_follow_each_other_without_a_gap_in_utc(day: date) -> None:
    assert end_of(day, LONDON) == start_of(day + timedelta(days=1), LONDON)
    assert start_of(day, LONDON).tzinfo is UTC


def test_a_local_hour_follows_summer_time() -> None:
    assert at(date(2026, 7, 1), time(8), LONDON) == datetime(2026, 7, 1, 7, tzinfo=UTC)
    assert at(date(2026, 12, 1), time(8), LONDON) == datetime(2026, 12, 1, 8, tzinfo=UTC)


@given(st.sampled_from([date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)]), st.integers(-200, 200), st.integers(-60, 60))
def test_furthest_days_that_a_command_takes_can_be_counted_from(day: date, days: int, months: int) -> None:
    """A day that is saved can be shown: no list fails because of it."""
    for furthest in (add_working_days(day, days, ()), add_months(day, months), month_end(day), last_month_end(day)):
        assert start_of(furthest, "Europe/London") < end_of(furthest, "Europe/London")
        assert working_days_after(furthest, day, ()) is not None
