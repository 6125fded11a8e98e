"""Working days and deadlines (domain.md 13). Pure: the closed days come in, and nothing here knows the present time.

Day 0 is the trigger's day whatever the hour, day 1 the next working day; a deadline is the end of its day where the
partnership is.
"""

from calendar import monthrange
from collections.abc import Container
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from contracts.framework.document import Clock, Unit

SATURDAY = 5
DAY = timedelta(days=1)


def is_working_day(day: date, closed: Container[date]) -> bool:
    return day.weekday() < SATURDAY and day not in closed


def add_working_days(day: date, n: int, closed: Container[date]) -> date:
    """The n-th working day after `day`, or before it where n is negative; `day` itself for 0."""
    step = DAY if n > 0 else -DAY
    for _ in range(abs(n)):
        day += step
        while not is_working_day(day, closed):
            day += step
    return day


def working_days_after(due: date, today: date, closed: Container[date]) -> int:
    """How many working days `today` is past `due`; negative before. The largest n whose `add_working_days(due, n)` has come."""
    if today >= due:
        return sum(is_working_day(due + n * DAY, closed) for n in range(1, (today - due).days + 1))
    between = sum(is_working_day(today + n * DAY, closed) for n in range((due - today).days))
    return -between if is_working_day(today, closed) else -between - 1


def add_months(day: date, n: int) -> date:
    """The same day number n months on, else the last of that month; not moved for weekends."""
    years, month = divmod(day.month - 1 + n, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def last_working_day_on_or_before(day: date, closed: Container[date]) -> date:
    """What people are prompted with where a deadline falls on a day that nobody works."""
    return day if is_working_day(day, closed) else add_working_days(day, -1, closed)


def due_date(clock: Clock, day: date, closed: Container[date]) -> date:
    """When a clock that `day` started is due."""
    if clock.unit is Unit.WORKING_DAYS:
        return add_working_days(day, clock.length, closed)
    if clock.unit is Unit.CALENDAR_MONTHS:
        return add_months(day, clock.length)
    return day + clock.length * DAY


def at(day: date, hour: time, timezone: str) -> datetime:
    """That local time on that day, in UTC."""
    return datetime.combine(day, hour, tzinfo=ZoneInfo(timezone)).astimezone(UTC)


def day_of(moment: datetime, timezone: str) -> date:
    """The date there at that moment."""
    return moment.astimezone(ZoneInfo(timezone)).date()


def start_of(day: date, timezone: str) -> datetime:
    """The first instant of the day there, in UTC."""
    return at(day, time.min, timezone)


def end_of(day: date, timezone: str) -> datetime:
    """The instant at which the day there is over: a deadline on that day has passed from then on."""
    return start_of(day + DAY, timezone)
