"""Preconditions that the decisions about a role holder share."""

from datetime import date

from contracts.vocabulary.types import Code
from services.action_tracking.domain.people import acts_for
from services.chassis.rules.decisions import Actor, Reason


def keeper_reasons(agency: Code, actor: Actor) -> list[Reason]:
    """Returns a reason unless the actor keeps this agency's part of the directory."""
    if acts_for(agency, actor):
        return []
    message = "You cannot change another agency's role holders. Ask its lead or the business unit."
    return [Reason("holder/not-your-agency", message, "agency")]


def day_reasons(from_day: date, to_day: date | None) -> list[Reason]:
    """Returns a reason if the last day is before the first."""
    if to_day is None or to_day >= from_day:
        return []
    return [Reason("holder/ends-before-it-begins", "Enter an end date that is not before the start date.", "to_day")]
