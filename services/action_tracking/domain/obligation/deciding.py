"""The people who may decide for the partnership on a response without an action (AT1, AT3, AT4)."""

from collections.abc import Sequence

from services.action_tracking.domain.obligation.head import ObligationHead
from services.action_tracking.domain.obligation.waiting import waiting_of
from services.action_tracking.domain.people import judge_reasons, two_sides_reasons
from services.action_tracking.domain.role_holder.state import Holding
from services.action_tracking.domain.waiting import unless_scrutineer
from services.chassis.rules.decisions import Given, Reason


def decider_reasons(obligation: ObligationHead, given: Given, directory: Sequence[Holding]) -> list[Reason]:
    """Returns why the actor may not decide: their agency owes the response, they proposed it, or they are no decider."""
    said = obligation.no_action_proposed
    reasons = judge_reasons(obligation.agency, given.actor)
    reasons = unless_scrutineer(reasons, waiting_of(obligation, given), obligation.chased, given, directory)
    return reasons or two_sides_reasons(given.actor, said.by if said else None)
