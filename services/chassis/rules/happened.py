"""The day on which something happened, beside the day on which a person records it (RR1, AT3, FC1)."""

from datetime import date

from services.chassis.rules.decisions import Given, Reason


def day_happened(on: date | None, given: Given) -> date:
    """Returns the day that a command gives, or today."""
    return on or given.today


def day_reasons(on: date | None, given: Given, *, not_before: date | None = None, path: str = "on") -> list[Reason]:
    """Returns a reason if the day lies in the future, or before the day that it has to follow."""
    if on is None:
        return []
    if on > given.today:
        return [Reason("day/in-future", "Enter the day on which it happened. It cannot be after today.", path)]
    if not_before is not None and on < not_before:
        sentence = f"Enter a day that is not before {not_before.day} {not_before:%B %Y}."
        return [Reason("day/too-early", sentence, path)]
    return []
