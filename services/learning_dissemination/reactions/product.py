"""Reactions that flag products (LD1)."""

from contracts.events.envelope import Received
from contracts.events.learning_dissemination import LearningPointWithdrawn
from services.chassis.room.room import Room
from services.chassis.room.tables import Effect, Reactions
from services.learning_dissemination.domain.product.flagging import flag
from services.learning_dissemination.kinds import PRODUCT


async def flag_products(received: Received[LearningPointWithdrawn], room: Room) -> list[Effect]:
    """Flags each product that used the withdrawn point."""
    event = received.event
    using = await room.store.find(PRODUCT, {"points": event.point})
    return [Effect(PRODUCT, each.id, lambda product, given: flag(product, event, given)) for each in using]


REACTIONS: Reactions = {LearningPointWithdrawn: flag_products}
