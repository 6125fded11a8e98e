"""Working days and deadlines (docs/domain.md "Working days"). Pure: the caller gives the holidays and the present.

Day 0 is the day of the trigger, at any hour. Day 1 is the next working day. A deadline ends with its day, in the
partnership's time zone.
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
    """Returns the n-th working day after `day`, or before it if n is negative. Returns `day` itself for 0."""
    step = DAY if n > 0 else -DAY
    for _ in range(abs(n)):
        day += step
        while not is_working_day(day, closed):
            day += step
    return day


def working_days_after(due: date, today: date, closed: Container[date]) -> int:
    """Returns the number of working days from `due` to `today`, negative before `due`.

    It is the largest n for which `add_working_days(due, n)` has come.
    """
    if today >= due:
        return sum(is_working_day(due + n * DAY, closed) for n in range(1, (today - due).days + 1))
    between = sum(is_working_day(today + n * DAY, closed) for n in range((due - today).days))
    return -between if is_working_day(today, closed) else -between - 1


def add_months(day: date, n: int) -> date:
    """Returns the same day n months later, or the last day of that month. Weekends do not move it."""
    years, month = divmod(day.month - 1 + n, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def month_end(day: date) -> date:
    """Returns the last day of the month of this day."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def last_month_end(day: date) -> date:
    """Returns the last day of the month before this day's month."""
    return day.replace(day=1) - DAY


def last_working_day_on_or_before(day: date, closed: Container[date]) -> date:
    """Returns the last working day at or before a deadline, for reminders."""
    return day if is_working_day(day, closed) else add_working_days(day, -1, closed)


def due_date(clock: Clock, day: date, closed: Container[date]) -> date:
    """Returns the due date of a clock that `day` started."""
    if clock.unit is Unit.WORKING_DAYS:
        return add_working_days(day, clock.length, closed)
    if clock.unit is Unit.CALENDAR_MONTHS:
        return add_months(day, clock.length)
    return day + clock.length * DAY


def at(day: date, hour: time, timezone: str) -> datetime:
    """Returns the UTC time of a local time on that day."""
    return datetime.combine(day, hour, tzinfo=ZoneInfo(timezone)).astimezone(UTC)


def day_of(moment: datetime, timezone: str) -> date:
    """Returns the local date of a moment."""
    return moment.astimezone(ZoneInfo(timezone)).date()


def start_of(day: date, timezone: str) -> datetime:
    """Returns the first instant of a local day, in UTC."""
    return at(day, time.min, timezone)


def end_of(day: date, timezone: str) -> datetime:
    """Returns the instant at which a local day ends. A deadline on that day has then passed."""
    return start_of(day + DAY, timezone)
