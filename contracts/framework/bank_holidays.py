"""The days that nobody works besides weekends (domain.md 13): a published file a calendar, and local one-off days."""

from datetime import date
from pathlib import Path

from contracts.framework.document import Calendar

CALENDARS = Path(__file__).parents[1] / "published" / "bank_holidays"


def published() -> frozenset[str]:
    """The calendars there are, such as `GB-ENG`."""
    return frozenset(file.stem for file in CALENDARS.glob("*.txt"))


def closed_days(calendar: Calendar) -> frozenset[date]:
    """The bank holidays that are published for the settings' country, and its local one-off days."""
    text = (CALENDARS / f"{calendar.country}-{calendar.subdivision}.txt").read_text(encoding="utf-8")
    return frozenset((*map(date.fromisoformat, text.split()), *calendar.also_closed))
