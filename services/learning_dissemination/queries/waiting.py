"""What waits for a person in learning dissemination (LD2, LD4, AT8)."""

from collections.abc import Callable, Mapping
from typing import Any

from services.chassis.room.reading import Reader, read_all
from services.chassis.room.room import Room
from services.chassis.rules.calendar import DAY
from services.chassis.rules.decisions import Given
from services.chassis.rules.values import Value
from services.chassis.rules.waits import Wait
from services.chassis.store.kinds import Kind
from services.chassis.store.query_keys import Before
from services.learning_dissemination.domain import waits
from services.learning_dissemination.domain.delivery.state import DeliveryHead, DeliveryStatus
from services.learning_dissemination.domain.product.state import ProductHead, ProductStatus
from services.learning_dissemination.kinds import DELIVERY, PRODUCT


async def waiting_for(room: Room, given: Given) -> list[Wait]:
    """Returns every step that the person may know of, by the labels of its document."""
    reader = Reader(given.actor)
    steps: tuple[tuple[Kind, type[Value], Mapping[str, Any], Callable[..., Wait | None]], ...] = (
        (PRODUCT, ProductHead, {"status": ProductStatus.DRAFT.value}, waits.of_draft),
        (PRODUCT, ProductHead, {"status": ProductStatus.APPROVED.value}, waits.of_approved),
        (PRODUCT, ProductHead, {"to_check": "yes"}, waits.of_flagged),
        (DELIVERY, DeliveryHead, _begun(given), waits.of_delivery),
    )
    found = [
        rule(each, given) for kind, part, keys, rule in steps for each in await read_all(room, kind, reader, keys, part=part)
    ]
    return [each for each in found if each]


def _begun(given: Given) -> dict[str, Any]:
    """Returns the keys of planned deliveries whose day has come."""
    return {"status": DeliveryStatus.PLANNED.value, "on": Before((given.today + DAY).isoformat())}
