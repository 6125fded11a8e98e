"""Changing how messages reach a role holder: the address, and the deputy (AT5)."""

from contracts.vocabulary.types import PersonRef
from services.action_tracking.domain.role_holder.guards import keeper_reasons
from services.action_tracking.domain.role_holder.state import RoleHolder
from services.chassis.rules.addresses import EmailAddress
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.values import CommandBody


class ChangeContact(CommandBody):
    """Changes the address and the deputy of a role holder. What is left out is taken off."""

    address: EmailAddress | None = None
    deputy_ref: PersonRef | None = None


def change_contact(holder: RoleHolder, command: ChangeContact, given: Given) -> Decided[RoleHolder]:
    """Replaces both."""
    reasons = keeper_reasons(holder.role, holder.agency, given)
    if command.deputy_ref == holder.person_ref:
        reasons.append(Reason("holder/own-deputy", "Choose another person as the deputy.", "deputy_ref"))
    refuse_if_any(reasons)
    return Decided(holder.model_copy(update=command.model_dump()))
