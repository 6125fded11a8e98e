"""Checks of access that several aggregates share."""

from contracts.vocabulary.roles import BUSINESS_UNIT, PARTNERSHIP
from services.chassis.rules.decisions import Actor


def is_business_unit(actor: Actor) -> bool:
    """Returns true for the business unit of the partnership. The role at a single agency does not count."""
    return actor.holds(BUSINESS_UNIT) and actor.agency == PARTNERSHIP
