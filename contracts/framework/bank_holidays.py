"""Days off besides weekends: a published file per calendar, and local one-off days (docs/domain.md "Working days")."""

from datetime import date
from pathlib import Path

from contracts.framework.document import Calendar

CALENDARS = Path(__file__).parents[1] / "published" / "bank_holidays"


def published() -> frozenset[str]:
    """Returns the published calendars, such as `GB-ENG`."""
    return frozenset(file.stem for file in CALENDARS.glob("*.txt"))


def closed_days(calendar: Calendar) -> frozenset[date]:
    """Returns the published bank holidays of the settings' country, and its local one-off days."""
    text = (CALENDARS / f"{calendar.country}-{calendar.subdivision}.txt").read_text(encoding="utf-8")
    return frozenset((*map(date.fromisoformat, text.split()), *calendar.also_closed))
