"""Every command of learning dissemination."""

from services.chassis.room.tables import Command
from services.learning_dissemination.commands import acknowledgement, audience, delivery, plan, product

COMMANDS: tuple[Command, ...] = (
    *plan.COMMANDS,
    *product.COMMANDS,
    *audience.COMMANDS,
    *delivery.COMMANDS,
    *acknowledgement.COMMANDS,
)
