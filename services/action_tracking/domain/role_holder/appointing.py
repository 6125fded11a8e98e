"""Appointing a role holder (AT5)."""

from collections.abc import Sequence
from datetime import date

from contracts.vocabulary.roles import PARTNERSHIP, SCRUTINEER
from contracts.vocabulary.types import Code, PersonRef
from services.action_tracking.domain.role_holder.guards import day_reasons, keeper_reasons, overlap_reasons
from services.action_tracking.domain.role_holder.state import RoleHolder
from services.chassis.rules.addresses import EmailAddress
from services.chassis.rules.agencies import exist_on
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.values import CommandBody


class AppointRoleHolder(CommandBody):
    """Appoints a person to a role."""

    role: Code
    agency: Code
    person_ref: PersonRef
    from_day: date
    to_day: date | None = None
    deputy_ref: PersonRef | None = None
    address: EmailAddress | None = None


def appoint_role_holder(
    state: None, command: AppointRoleHolder, given: Given, facts: Sequence[RoleHolder]
) -> Decided[RoleHolder]:
    """Appoints a role holder. `facts` is what else the directory says of the person.

    Emits nothing: no other service may know who holds a role.
    """
    holder = RoleHolder(id=given.id, **command.model_dump())
    reasons = keeper_reasons(command.role, command.agency, given)
    if given.framework.role_of(command.role) is None:
        message = "Choose a role that is listed in the partnership's framework."
        reasons.append(Reason("holder/unknown-role", message, "role"))
    if command.agency not in exist_on(given.framework, given.today) | {PARTNERSHIP}:
        message = "Choose an agency that is listed in the partnership's framework and exists today."
        reasons.append(Reason("holder/unknown-agency", message, "agency"))
    elif given.framework.waiting.roles.get(command.role) == SCRUTINEER and command.agency != PARTNERSHIP:
        message = "A scrutineer is independent of every agency. Appoint a person who acts for the partnership."
        reasons.append(Reason("holder/not-independent", message, "agency"))
    reasons.extend([*day_reasons(command.from_day, command.to_day), *overlap_reasons(holder, facts)])
    if command.deputy_ref == command.person_ref:
        reasons.append(Reason("holder/own-deputy", "Choose another person as the deputy.", "deputy_ref"))
    refuse_if_any(reasons)
    return Decided(holder)
