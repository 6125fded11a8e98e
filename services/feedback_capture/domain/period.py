"""Quarters of a year, such as `2026-q3`. Feedback is summarised by quarter."""

from datetime import date, timedelta
from typing import Annotated

from pydantic import StringConstraints

Period = Annotated[str, StringConstraints(pattern=r"^20\d\d-q[1-4]$")]


def period_of(day: date) -> Period:
    return f"{day.year}-q{(day.month + 2) // 3}"


def first_day(period: Period) -> date:
    return date(int(period[:4]), 3 * int(period[-1]) - 2, 1)


def last_day(period: Period) -> date:
    first = first_day(period)
    after = date(first.year + first.month // 10, (first.month + 3 - 1) % 12 + 1, 1)
    return after - timedelta(days=1)
