"""What waits for a person in learning dissemination (LD2, LD4, AT8)."""

from collections.abc import Callable, Mapping

from services.chassis.room.reading import Reader, read_all
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Given
from services.chassis.rules.waits import Wait
from services.chassis.store.query_keys import Span
from services.learning_dissemination.domain import waits
from services.learning_dissemination.domain.delivery.state import DeliveryHead, DeliveryStatus
from services.learning_dissemination.domain.product.state import ProductHead, ProductStatus
from services.learning_dissemination.kinds import DELIVERY, PRODUCT

STEPS: tuple[tuple[Mapping[str, str], Callable[[ProductHead, Given], Wait | None]], ...] = (
    ({"status": ProductStatus.DRAFT.value}, waits.of_draft),
    ({"status": ProductStatus.APPROVED.value}, waits.of_approved),
    ({"to_check": "yes"}, waits.of_flagged),
)
"""The keys of products that may wait, and the rule that tells the step."""
PLANNED = {"status": DeliveryStatus.PLANNED.value}


async def waiting_for(room: Room, given: Given) -> list[Wait]:
    """Returns every step that the person may know of, by the labels of its document."""
    reader, begun = Reader(given.actor), PLANNED | {"on": Span(until=given.today.isoformat())}
    found = [
        rule(each, given) for keys, rule in STEPS for each in await read_all(room, PRODUCT, reader, keys, part=ProductHead)
    ]
    deliveries = await read_all(room, DELIVERY, reader, begun, order=("on", 1), part=DeliveryHead)
    found += [waits.of_delivery(each, given) for each in deliveries]
    return [each for each in found if each]
