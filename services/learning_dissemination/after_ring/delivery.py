"""Measures a delivery's reach after the ring that starts the measure (LD5)."""

from services.chassis.room.change import change
from services.chassis.room.room import Cause, Room
from services.chassis.rules.decisions import derived
from services.chassis.store.documents import Document
from services.learning_dissemination.domain.delivery.measuring import ReachFacts, record_reach
from services.learning_dissemination.domain.delivery.state import Delivery, DeliveryStatus
from services.learning_dissemination.facts import acknowledgements_of, declared, shared_product
from services.learning_dissemination.kinds import DELIVERY


async def measure(room: Room, document: Document) -> None:
    """Counts the acknowledgements of a delivery's product, and records the result."""
    delivery: Delivery = document.state
    if delivery.status is not DeliveryStatus.MEASURING:
        return

    async def reach_facts() -> ReachFacts:
        product = delivery.shared.product
        in_use = await shared_product(room, product) is not None
        return ReachFacts(await acknowledgements_of(room, product), await declared(room, delivery.segments), in_use)

    cause = Cause(id=derived("measured", delivery.id), name="record-reach")
    await change(room, DELIVERY, delivery.id, record_reach, cause, facts=reach_facts)
