"""A delivery: one product is brought to segments by one channel on one day (LD4)."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from pydantic import AwareDatetime

from contracts.vocabulary.types import Code, Count, Id, PersonRef
from services.chassis.rules.sealed import Sensitive
from services.chassis.rules.small_numbers import in_steps
from services.chassis.rules.values import Value
from services.learning_dissemination.domain.audience.state import Declared
from services.learning_dissemination.domain.product.shared import SharedProduct, threads_of
from services.learning_dissemination.domain.reach import people_shown
from services.learning_dissemination.domain.readers import readers_of_agency
from services.learning_dissemination.domain.segment import Segment, as_key


class DeliveryStatus(StrEnum):
    PLANNED = "planned"
    DELIVERED = "delivered"
    MEASURING = "measuring"
    MEASURED = "measured"


class Brought(Segment):
    """A segment of a delivery, with its attendance and reach. Unknown numbers are null, not zero."""

    declared: Declared | None = None
    """The head-count, as known at planning, and later on the day of the measure."""
    attended: Count | None = None
    reached: Count | None = None
    """The published number of acknowledgements by the last day that counts."""
    fell_short: bool | None = None
    """True if reach was below the required share of the head-count."""


class DeliveryHead(Value):
    """The day of a delivery, and how far it has come."""

    id: Id
    on: date
    status: DeliveryStatus = DeliveryStatus.PLANNED


class Delivery(DeliveryHead):
    """One product, one channel, one day. The clock measures its reach."""

    shared: SharedProduct
    segments: tuple[Brought, ...]
    channel: Code
    place: Sensitive
    facilitator: PersonRef
    measuring_since: AwareDatetime | None = None
    measured_on: date | None = None


def attended_shown(segment: Brought, threshold: int) -> int | None:
    """Returns the attendance in steps of the threshold, as it may be shown beside the head-count."""
    head_count = segment.declared.head_count if segment.declared else None
    return people_shown(in_steps(segment.attended or 0, threshold), head_count)


def keys(delivery: Delivery) -> Mapping[str, object]:
    """Returns the flat query keys. `brought_to` holds the segments, once the delivery has taken place."""
    took_place = delivery.status is not DeliveryStatus.PLANNED
    return {
        "product": delivery.shared.product,
        "themes": list(delivery.shared.themes),
        "agencies": sorted({each.agency for each in delivery.segments}),
        "status": delivery.status.value,
        "on": delivery.on.isoformat(),
        "brought_to": [as_key(each.pair) for each in delivery.segments] if took_place else [],
    }


def threads(delivery: Delivery) -> tuple[str, ...]:
    """Returns the findings behind the product first."""
    return threads_of(delivery.shared, delivery.id)


def readers(delivery: Delivery) -> tuple[str, ...]:
    """Returns the readers of the figures of any of its agencies."""
    return tuple(dict.fromkeys(label for each in delivery.segments for label in readers_of_agency(each.agency)))
