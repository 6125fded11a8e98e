"""What waits for a person in learning dissemination (LD2, LD4, AT8)."""

from collections.abc import Callable

from services.chassis.room.reading import Reader, read_all
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Given
from services.chassis.rules.waits import Wait
from services.chassis.store.kinds import Kind
from services.learning_dissemination.domain import waits
from services.learning_dissemination.domain.delivery.state import DeliveryStatus
from services.learning_dissemination.domain.product.state import ProductStatus
from services.learning_dissemination.kinds import DELIVERY, PRODUCT

STEPS: tuple[tuple[Kind, dict[str, str], Callable[..., Wait | None]], ...] = (
    (PRODUCT, {"status": ProductStatus.DRAFT.value}, waits.of_draft),
    (PRODUCT, {"status": ProductStatus.APPROVED.value}, waits.of_approved),
    (PRODUCT, {"flagged": "yes"}, waits.of_flagged),
    (DELIVERY, {"status": DeliveryStatus.PLANNED.value}, waits.of_delivery),
)
"""Where to look, and the rule that tells the step."""


async def waiting_for(room: Room, given: Given) -> list[Wait]:
    """Returns every step that the person may know of, by the labels of its document."""
    reader = Reader(given.actor)
    found = [rule(state, given) for kind, where, rule in STEPS for state in await read_all(room, kind, reader, where)]
    return [each for each in found if each]
