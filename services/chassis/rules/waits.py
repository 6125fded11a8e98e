"""A step that waits for people: what is asked of which roles, since when and by when (AT4, AT8).

Computed from the state of a thing by a pure function, and never stored.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from contracts.vocabulary.roles import BUSINESS_UNIT, PARTNERSHIP
from contracts.vocabulary.types import Code, Id, Link
from services.chassis.rules.calendar import add_working_days, start_of, working_days_after
from services.chassis.rules.decisions import Actor, Given


@dataclass(frozen=True, slots=True)
class Wait:
    """One step. `roles` are the roles in access tokens that may take it, the first of them usually does."""

    asks: Code
    roles: tuple[Code, ...]
    about: Id
    since: datetime
    by: date | None
    """The last day to take it in time. None if the settings give none."""
    link: Link
    review: Id | None = None


def for_person(waits: Iterable[Wait], actor: Actor) -> list[Wait]:
    """Returns the steps that a person may take, the oldest first. The business unit sees every step, to see to it."""
    sees_all = actor.holds(BUSINESS_UNIT) and actor.agency == PARTNERSHIP
    return sorted(
        (each for each in waits if sees_all or actor.holds(*each.roles)), key=lambda each: (each.since, each.about, each.asks)
    )


def days_late(by: date, given: Given) -> int:
    """Returns the working days past a date, 0 until then."""
    return max(0, working_days_after(by, given.today, given.holidays))


def began_on(day: date, given: Given) -> datetime:
    """Returns the instant at which a day begins, for a step of which only the day is known."""
    return start_of(day, given.framework.partnership.timezone)


def decision_due(day: date, given: Given) -> date:
    """Returns the last day to decide on something that was put forward on this day."""
    return add_working_days(day, given.framework.waiting.agree_days, given.holidays)
