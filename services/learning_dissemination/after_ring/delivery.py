"""Measures a delivery's reach after the ring that starts the measure (LD5)."""

from services.chassis.room.change import change
from services.chassis.room.room import Cause, Room, given_about
from services.chassis.rules.decisions import derived
from services.chassis.store.documents import Document
from services.learning_dissemination.domain.delivery.measuring import ReachFacts, reach_due, record_reach
from services.learning_dissemination.domain.delivery.state import Delivery, DeliveryStatus
from services.learning_dissemination.domain.product.state import in_library
from services.learning_dissemination.facts import acknowledged, declared, standing_of
from services.learning_dissemination.kinds import DELIVERY


async def measure(room: Room, document: Document) -> None:
    """Counts the acknowledgements of a delivery's product, and records the result."""
    delivery: Delivery = document.state
    if delivery.status is not DeliveryStatus.MEASURING:
        return

    async def reach_facts() -> ReachFacts:
        product = delivery.shared.product
        counts = await acknowledged(room, product, reach_due(delivery, given_about(room, document)))
        standing = await standing_of(room, product)
        in_use = standing is not None and in_library(standing)
        return ReachFacts(counts, await declared(room, delivery.segments), in_use)

    cause = Cause(id=derived("measured", delivery.id), name="record-reach")
    await change(room, DELIVERY, delivery.id, record_reach, cause, facts=reach_facts)
