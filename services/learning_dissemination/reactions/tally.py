"""Reaction that begins the tally of a product (LD5)."""

from contracts.events.envelope import Received
from contracts.events.learning_dissemination import ProductPublished
from services.chassis.room.room import Room
from services.chassis.room.tables import Effect, Reactions
from services.learning_dissemination.domain.tally.counting import begin
from services.learning_dissemination.domain.tally.state import tally_id
from services.learning_dissemination.kinds import TALLY


async def begin_tally(received: Received[ProductPublished], room: Room) -> list[Effect]:
    """Begins to count the acknowledgements of a product when it is published."""
    event, at = received.event, received.envelope.time
    return [Effect(TALLY, tally_id(event.product), lambda tally, given: begin(tally, event, at, given), creates=True)]


REACTIONS: Reactions = {ProductPublished: begin_tally}
