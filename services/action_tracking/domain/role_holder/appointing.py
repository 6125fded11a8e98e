"""Appointing a role holder (AT5)."""

from datetime import date
from typing import Annotated

from pydantic import StringConstraints

from contracts.vocabulary.roles import PARTNERSHIP
from contracts.vocabulary.types import Code, PersonRef
from services.action_tracking.domain.role_holder.guards import day_reasons, keeper_reasons
from services.action_tracking.domain.role_holder.state import RoleHolder
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.values import CommandBody

Address = Annotated[str, StringConstraints(min_length=1, max_length=254)]
"""An e-mail address, at most as long as the standard allows."""


class AppointRoleHolder(CommandBody):
    """Appoints a person to a role."""

    role: Code
    agency: Code
    person_ref: PersonRef
    from_day: date
    to_day: date | None = None
    deputy_ref: PersonRef | None = None
    address: Address | None = None


def appoint_role_holder(state: None, command: AppointRoleHolder, given: Given) -> Decided[RoleHolder]:
    """Appoints a role holder, with an encrypted address. Emits nothing: no other service may know who holds a role."""
    reasons = keeper_reasons(command.agency, given.actor)
    if command.role not in {role.code for role in given.framework.roles}:
        message = "Choose a role that is listed in the partnership's framework."
        reasons.append(Reason("holder/unknown-role", message, "role"))
    if command.agency not in given.framework.agency_codes() | {PARTNERSHIP}:
        message = "Choose an agency that is listed in the partnership's framework."
        reasons.append(Reason("holder/unknown-agency", message, "agency"))
    reasons.extend(day_reasons(command.from_day, command.to_day))
    if command.deputy_ref == command.person_ref:
        reasons.append(Reason("holder/own-deputy", "Choose another person as the deputy.", "deputy_ref"))
    refuse_if_any(reasons)
    return Decided(RoleHolder(id=given.id, **command.model_dump()))
