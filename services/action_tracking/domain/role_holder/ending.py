"""Ending a role holding (AT5)."""

from datetime import date

from services.action_tracking.domain.role_holder.guards import day_reasons, keeper_reasons
from services.action_tracking.domain.role_holder.state import RoleHolder
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.values import CommandBody


class EndRoleHolding(CommandBody):
    """Ends a person's time in a role. `to_day` is the last day in it."""

    to_day: date


def end_role_holding(holder: RoleHolder, command: EndRoleHolding, given: Given) -> Decided[RoleHolder]:
    """Sets the last day. One that has passed stays, because the ledger of notices must remain explicable."""
    reasons = [*keeper_reasons(holder.agency, given.actor), *day_reasons(holder.from_day, command.to_day)]
    if holder.to_day and holder.to_day < given.today:
        reasons.append(
            Reason("holder/ended", "You cannot change this end date because it has passed. Appoint the person again.")
        )
    refuse_if_any(reasons)
    return Decided(holder.model_copy(update={"to_day": command.to_day}))
