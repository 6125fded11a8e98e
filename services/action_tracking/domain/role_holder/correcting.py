"""Correcting the days of a role holding that were recorded wrongly (AT5)."""

from collections.abc import Sequence
from datetime import date

from services.action_tracking.domain.people import Text, by
from services.action_tracking.domain.role_holder.guards import day_reasons, keeper_reasons, overlap_reasons
from services.action_tracking.domain.role_holder.state import Correction, RoleHolder
from services.chassis.rules.decisions import Decided, Given, refuse_if_any
from services.chassis.rules.values import CommandBody


class CorrectRoleHolding(CommandBody):
    """Corrects the first and last day of a person's time in a role, and says why. Without `to_day`, the role is still held."""

    from_day: date
    to_day: date | None = None
    reason: Text


def correct_role_holding(
    holder: RoleHolder, command: CorrectRoleHolding, given: Given, facts: Sequence[RoleHolder]
) -> Decided[RoleHolder]:
    """Sets the right days, and keeps the wrong ones with the reason."""
    before = Correction(from_day=holder.from_day, to_day=holder.to_day, reason=command.reason, at=given.now, by=by(given.actor))
    changes = {
        "from_day": command.from_day,
        "to_day": command.to_day,
        "corrections": (*holder.corrections, before),
    }
    right = holder.model_copy(update=changes)
    reasons = [*keeper_reasons(holder.role, holder.agency, given), *day_reasons(command.from_day, command.to_day)]
    refuse_if_any([*reasons, *overlap_reasons(right, facts)])
    return Decided(right)
