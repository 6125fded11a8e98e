"""Preconditions that the decisions about a role holder share."""

from collections.abc import Iterable
from datetime import date

from contracts.framework.document import RoleOf
from contracts.vocabulary.types import Code
from services.action_tracking.domain.people import acts_for, acts_for_partnership
from services.action_tracking.domain.role_holder.state import RoleHolder
from services.chassis.rules.decisions import Given, Reason


def keeper_reasons(role: Code, agency: Code, given: Given) -> list[Reason]:
    """Returns a reason unless the actor keeps this part of the directory.

    The business unit keeps the roles of the partnership, whichever agency their holders act for. An agency's lead keeps the
    roles of the agency.
    """
    if given.framework.role_of(role) is RoleOf.PARTNERSHIP and not acts_for_partnership(given.actor):
        message = "You cannot change who holds a role of the partnership. Ask the business unit."
        return [Reason("holder/role-of-partnership", message, "role")]
    if acts_for(agency, given.actor):
        return []
    message = "You cannot change another agency's role holders. Ask its lead or the business unit."
    return [Reason("holder/not-your-agency", message, "agency")]


def day_reasons(from_day: date, to_day: date | None) -> list[Reason]:
    """Returns a reason if the last day is before the first."""
    if to_day is None or to_day >= from_day:
        return []
    return [Reason("holder/ends-before-it-begins", "Enter an end date that is not before the start date.", "to_day")]


def overlap_reasons(holder: RoleHolder, directory: Iterable[RoleHolder]) -> list[Reason]:
    """Returns a reason if the person holds this role on one of these days already."""
    if not any(_overlap(holder, each) for each in directory if each.id != holder.id):
        return []
    message = "This person holds this role in these days already. Choose other days, or end the earlier time first."
    return [Reason("holder/holds-it-already", message, "person_ref")]


def _overlap(one: RoleHolder, other: RoleHolder) -> bool:
    if (one.role, one.agency, one.person_ref) != (other.role, other.agency, other.person_ref):
        return False
    begins = max(one.from_day, other.from_day)
    return all(each.to_day is None or begins <= each.to_day for each in (one, other))
