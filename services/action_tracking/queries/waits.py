"""What a thing waits for, as people see it beside the thing (AT4, AT8)."""

from datetime import date, datetime

from pydantic import BaseModel

from contracts.vocabulary.actions import Asked
from contracts.vocabulary.roles import AGENCY_LEAD, BUSINESS_UNIT, DECIDER, PARTNERSHIP, SCRUTINEER
from contracts.vocabulary.types import Code
from services.action_tracking.domain.waiting import Chase, Waiting, chase_of, prompt_of
from services.chassis.rules.decisions import Given
from services.chassis.rules.waits import days_late


class WaitsShown(BaseModel):
    """A step that has to be done: what, by which role, since when, and by when."""

    asks: Asked
    who: Code
    """The role that takes the step: of the agency, or of those who decide."""
    since: datetime
    by: date
    prompt: date
    """The last working day on which it can be done in time."""
    days_late: int
    """Working days past the date, 0 until then."""
    rung: Code | None
    """The rung of the ladder that the step reached."""


def waits_shown(waiting: Waiting | None, chase: Chase | None, given: Given) -> WaitsShown | None:
    """Returns the step as people see it, or None if nobody has to do anything."""
    return step_shown(waiting, chase, given) if waiting else None


def step_shown(waiting: Waiting, chase: Chase | None, given: Given) -> WaitsShown:
    """Returns a step as people see it."""
    rung = chase_of(waiting, chase, given).rung
    return WaitsShown(
        asks=waiting.asks,
        who=role_of(waiting),
        since=waiting.since,
        by=waiting.due,
        prompt=prompt_of(waiting.due, given),
        days_late=days_late(waiting.due, given),
        rung=rung.code if rung else None,
    )


def role_of(waiting: Waiting) -> Code:
    """Returns the role that takes the step first."""
    of_partnership = waiting.agency == PARTNERSHIP
    if waiting.decides:
        return SCRUTINEER if of_partnership else DECIDER
    return BUSINESS_UNIT if of_partnership else AGENCY_LEAD
