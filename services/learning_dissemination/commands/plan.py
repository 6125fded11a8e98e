"""Commands on plans."""

from contracts.vocabulary.roles import BUSINESS_UNIT
from services.chassis.room.tables import Command
from services.learning_dissemination.domain.plan.planning import PlanDissemination, plan_dissemination
from services.learning_dissemination.kinds import PLAN

PLANS = frozenset({BUSINESS_UNIT})

COMMANDS: tuple[Command, ...] = (Command("/plans/{id}/contents", PLAN, PlanDissemination, plan_dissemination, PLANS),)
