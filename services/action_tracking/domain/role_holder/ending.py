"""Ending a role holding (AT5)."""

from collections.abc import Sequence
from datetime import date

from services.action_tracking.domain.role_holder.guards import day_reasons, keeper_reasons, overlap_reasons
from services.action_tracking.domain.role_holder.state import RoleHolder
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.values import CommandBody


class EndRoleHolding(CommandBody):
    """Ends a person's time in a role, today or later. `to_day` is the last day in it."""

    to_day: date


def end_role_holding(
    holder: RoleHolder, command: EndRoleHolding, given: Given, facts: Sequence[RoleHolder]
) -> Decided[RoleHolder]:
    """Sets the last day. Days that have passed change only by a correction, which keeps them and its reason."""
    ended = holder.model_copy(update={"to_day": command.to_day})
    reasons = [*keeper_reasons(holder.role, holder.agency, given), *day_reasons(holder.from_day, command.to_day)]
    if command.to_day < given.today or (holder.to_day and holder.to_day < given.today):
        message = "You cannot change days that have passed. Correct the dates of this role holder, and say why."
        reasons.append(Reason("holder/in-the-past", message, "to_day"))
    refuse_if_any([*reasons, *overlap_reasons(ended, facts)])
    return Decided(ended)
