"""Deliveries, as each reader may see them (LD4)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel

from contracts.vocabulary.types import Code, Count, Id, PersonRef
from services.chassis.http.listings import Filter, Listing
from services.chassis.room.reading import Reader, totals
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Given
from services.chassis.rules.small_numbers import beside
from services.learning_dissemination.domain.delivery.measuring import reach_due
from services.learning_dissemination.domain.delivery.state import Brought, Delivery, DeliveryStatus, attended_shown
from services.learning_dissemination.domain.reach import people_shown
from services.learning_dissemination.domain.readers import sees
from services.learning_dissemination.domain.segment import Pair, of_key
from services.learning_dissemination.kinds import DELIVERY, PRODUCT
from services.learning_dissemination.queries.codes import by_agency, by_theme

DELIVERIES = Listing(
    DELIVERY,
    filters={
        "product": Filter("product", "the id of a product", refers_to=PRODUCT),
        "theme": by_theme("themes"),
        "agency": by_agency("agencies"),
        "status": Filter("status", "a status", among=DeliveryStatus),
    },
    orders={"day": ("on", 1)},
)


class SegmentShown(BaseModel):
    """A segment of a delivery. Numbers move in steps of the threshold. They are null below one step, or if unknown."""

    agency: Code
    professional_group: Code
    declared: Count | None
    as_at: date | None
    attended: Count | None
    reached: Count | None
    fell_short: bool | None


class DeliveryShown(BaseModel):
    """A delivery, with the segments that the reader may see."""

    id: Id
    product: Id
    themes: tuple[Code, ...]
    segments: tuple[SegmentShown, ...]
    channel: Code
    on: date
    place: str
    facilitator: PersonRef
    status: DeliveryStatus
    reach_due: date
    measured_on: date | None


def delivery_shown(delivery: Delivery, given: Given) -> DeliveryShown:
    """Returns the delivery with published numbers, even for the person who recorded them."""
    threshold = given.framework.feedback.threshold
    segments = tuple(_segment_shown(each, threshold) for each in delivery.segments if sees(each.agency, given.actor))
    return DeliveryShown(
        id=delivery.id,
        product=delivery.shared.product,
        themes=delivery.shared.themes,
        segments=segments,
        channel=delivery.channel,
        on=delivery.on,
        place=delivery.place,
        facilitator=delivery.facilitator,
        status=delivery.status,
        reach_due=reach_due(delivery, given),
        measured_on=delivery.measured_on,
    )


def _segment_shown(segment: Brought, threshold: int) -> SegmentShown:
    declared = segment.declared.head_count if segment.declared else None
    return SegmentShown(
        agency=segment.agency,
        professional_group=segment.professional_group,
        declared=declared,
        as_at=segment.declared.as_at if segment.declared else None,
        attended=attended_shown(segment, threshold),
        reached=people_shown(segment.reached or 0, declared),
        fell_short=segment.fell_short if beside(declared) else None,
    )


async def brought_to(room: Room, reader: Reader, keys: Mapping[str, Any]) -> set[Pair]:
    """Returns the segments that deliveries with these keys have reached, of those deliveries that the reader may know of."""
    found = await totals(room, DELIVERY, reader, keys, by=("brought_to",))
    return {of_key(key) for (key,) in found if key}
