"""Commands on deliveries."""

from contracts.vocabulary.roles import BUSINESS_UNIT
from services.chassis.room.room import Room
from services.chassis.room.tables import Command
from services.learning_dissemination.domain.delivery.planning import DeliveryFacts, PlanDelivery, plan_delivery
from services.learning_dissemination.domain.delivery.recording import RecordDelivered, record_delivered
from services.learning_dissemination.facts import declared, shared_product
from services.learning_dissemination.kinds import DELIVERY

DELIVERS = frozenset({BUSINESS_UNIT})


async def delivery_facts(room: Room, id_: str, command: PlanDelivery) -> DeliveryFacts:
    """Loads the product and the known head-counts."""
    return DeliveryFacts(await shared_product(room, command.product), await declared(room, command.segments))


COMMANDS: tuple[Command, ...] = (
    Command("/deliveries", DELIVERY, PlanDelivery, plan_delivery, DELIVERS, creates=True, facts=delivery_facts),
    Command("/deliveries/{id}/attendance", DELIVERY, RecordDelivered, record_delivered, DELIVERS),
)
