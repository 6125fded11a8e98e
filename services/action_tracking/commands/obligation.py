"""Commands on obligations."""

from contracts.vocabulary.roles import AGENCY_LEAD, BUSINESS_UNIT, DECIDER, SCRUTINEER
from services.action_tracking import facts
from services.action_tracking.domain.obligation.no_action import (
    AcceptNoAction,
    ProposeNoAction,
    RefuseNoAction,
    accept_no_action,
    propose_no_action,
    refuse_no_action,
)
from services.action_tracking.domain.obligation.reopening import ReopenObligation, reopen_obligation
from services.action_tracking.domain.role_holder.state import Holding
from services.action_tracking.kinds import OBLIGATION
from services.chassis.room.room import Room
from services.chassis.room.tables import Command

PROPOSES = frozenset({BUSINESS_UNIT, AGENCY_LEAD})
JUDGES = frozenset({DECIDER, SCRUTINEER})


async def deciders(room: Room, id_: str, command: AcceptNoAction | RefuseNoAction) -> list[Holding]:
    """Loads those who decide, because the scrutineer decides only if no other agency has any."""
    return await facts.deciders(room)


COMMANDS: tuple[Command, ...] = (
    Command("/obligations/{id}/no-action-proposal", OBLIGATION, ProposeNoAction, propose_no_action, PROPOSES),
    Command("/obligations/{id}/no-action", OBLIGATION, AcceptNoAction, accept_no_action, JUDGES, facts=deciders),
    Command("/obligations/{id}/no-action-refusal", OBLIGATION, RefuseNoAction, refuse_no_action, JUDGES, facts=deciders),
    Command("/obligations/{id}/reopening", OBLIGATION, ReopenObligation, reopen_obligation, JUDGES),
)
