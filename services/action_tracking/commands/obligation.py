"""Commands on obligations."""

from contracts.vocabulary.roles import DECIDER, SCRUTINEER
from services.action_tracking.domain.obligation.answering import AcceptNoAction, accept_no_action
from services.action_tracking.kinds import OBLIGATION
from services.chassis.room.tables import Command

JUDGES = frozenset({DECIDER, SCRUTINEER})

COMMANDS: tuple[Command, ...] = (Command("/obligations/{id}/no-action", OBLIGATION, AcceptNoAction, accept_no_action, JUDGES),)
