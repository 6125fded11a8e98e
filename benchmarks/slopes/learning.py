"""What learning dissemination's answers and turns cost as acknowledgements, points, deliveries and products grow."""

from datetime import date

from benchmarks.slopes.measuring import Names, Row, Stock, get, post
from benchmarks.slopes.seeding import put
from benchmarks.slopes.slope import FLAT, LISTED
from local.partnership import FRAMEWORK
from services.chassis.rules.decisions import derived
from services.learning_dissemination.after_ring.delivery import measure
from services.learning_dissemination.after_ring.tally import count_acknowledgements
from services.learning_dissemination.domain.acknowledgement.state import Acknowledgement
from services.learning_dissemination.domain.audience.state import Audience, Declared, audience_id
from services.learning_dissemination.domain.delivery.planning import PlanDelivery
from services.learning_dissemination.domain.delivery.state import Delivery, DeliveryStatus
from services.learning_dissemination.domain.others.findings import KnownFinding
from services.learning_dissemination.domain.product.shared import SharedProduct
from services.learning_dissemination.domain.segment import Segment
from services.learning_dissemination.domain.tally.state import Tally, tally_id
from services.learning_dissemination.kinds import (
    ACKNOWLEDGEMENT,
    AUDIENCE,
    DELIVERY,
    KNOWN_ACTION,
    KNOWN_FINDING,
    POINT,
    PRODUCT,
    TALLY,
)
from tests.builders.given import MONDAY, some_id
from tests.builders.learning_dissemination import a_delivery, a_point, agreed, an_action, planning, published
from tests.component.harness import Component

LEARNING = "learning-dissemination"
NEGLECT = "neglect"
ALL_SEGMENTS = [
    Segment(agency=agency.code, professional_group=group.code)
    for agency in FRAMEWORK.agencies
    for group in FRAMEWORK.learning.professional_groups
]
SEGMENTS = ALL_SEGMENTS[:20]
WHOLE = published().state
A_DELIVERY = a_delivery()
SHARED = SharedProduct(product=WHOLE.id, themes=(NEGLECT,), findings=WHOLE.findings, reviews=WHOLE.reviews)


def audience(segment: Segment) -> Audience:
    declared = Declared(head_count=500, as_at=date(2026, 1, 5))
    return Audience(**dict(segment), id=audience_id(segment.pair), declared=declared, needs=(NEGLECT,))


def delivery(number: int, status: DeliveryStatus) -> Delivery:
    """Returns a delivery to two segments."""
    brought = [one.model_copy(update=dict(each)) for one, each in zip(A_DELIVERY.segments, SEGMENTS, strict=False)]
    changes = {"id": derived("delivery", str(number)), "shared": SHARED, "segments": tuple(brought), "status": status}
    return A_DELIVERY.model_copy(update=changes)


def acknowledgements(component: Component, count: int) -> Names:
    """Stores a product that so many people acknowledged, and a delivery and a tally of it that are being counted."""
    measuring = delivery(0, DeliveryStatus.MEASURING).model_copy(update={"measuring_since": MONDAY})
    counting = Tally(id=tally_id(WHOLE.id), shared=SHARED, counted_to=date(2025, 12, 31), counting_since=MONDAY)
    people = [
        Acknowledgement(
            id=derived("acknowledgement", str(each)),
            product=WHOLE.id,
            person_ref=f"p-{each}",
            at=MONDAY,
            will_do="Ask the child first.",
            **dict(SEGMENTS[each % len(SEGMENTS)]),
        )
        for each in range(count)
    ]
    put(component, PRODUCT, [WHOLE])
    put(component, AUDIENCE, [audience(each) for each in SEGMENTS])
    put(component, DELIVERY, [measuring])
    put(component, TALLY, [counting])
    put(component, ACKNOWLEDGEMENT, people)
    return {"product": WHOLE.id, "delivery": measuring.id, "tally": counting.id}


def segments(component: Component, count: int) -> Names:
    """Stores a product and its audiences: so many segments, each with a head-count."""
    put(component, PRODUCT, [WHOLE])
    put(component, AUDIENCE, [audience(each) for each in ALL_SEGMENTS[:count]])
    return {"segments": str(count)}


def to_segments(names: Names) -> PlanDelivery:
    return planning(product=WHOLE.id).model_copy(update={"segments": tuple(ALL_SEGMENTS[: int(names["segments"])])})


def points(component: Component, count: int) -> Names:
    """Stores points on a theme, each of a finding that an action answers."""
    names = [str(each) for each in range(count)]
    found = [some_id("finding", each) for each in names]
    put(component, POINT, [a_point(each) for each in names])
    put(component, KNOWN_FINDING, [KnownFinding(id=each, review=some_id("review", "first")) for each in found])
    put(component, KNOWN_ACTION, [an_action(agreed(each)) for each in names])
    return {}


def deliveries(component: Component, count: int) -> Names:
    put(component, AUDIENCE, [audience(each) for each in SEGMENTS])
    put(component, DELIVERY, [delivery(each, DeliveryStatus.DELIVERED) for each in range(count)])
    return {}


def library(component: Component, count: int) -> Names:
    put(component, PRODUCT, [WHOLE.model_copy(update={"id": derived("product", str(each))}) for each in range(count)])
    return {}


def reach_of_a_delivery(component: Component, names: Names) -> None:
    async def measured() -> None:
        await measure(component.room, await component.room.store.load(DELIVERY, names["delivery"]))

    component.run(measured())


def monthly_count(component: Component, names: Names) -> None:
    async def counted() -> None:
        await count_acknowledgements(component.room, await component.room.store.load(TALLY, names["tally"]))

    component.run(counted())


ACKNOWLEDGED = Stock(LEARNING, "acknowledgements of a product", (1000, 4000, 16000), acknowledgements)
BROUGHT = Stock(LEARNING, "segments of a delivery", (6, 25, 100), segments)
POINTS = Stock(LEARNING, "points on a theme", (30, 120, 480), points)
DELIVERIES = Stock(LEARNING, "deliveries on a theme", (60, 240, 960), deliveries)
LIBRARY = Stock(LEARNING, "products in the library", (20, 80, 320), library)

ROWS = (
    Row("reach of a product", ACKNOWLEDGED, get("business-unit", "/reach?product={product}"), FLAT),
    Row("reach of a delivery: its measure", ACKNOWLEDGED, reach_of_a_delivery, FLAT, again=False),
    Row("tally of a product: the count of a month", ACKNOWLEDGED, monthly_count, FLAT, again=False),
    Row("command: a delivery", BROUGHT, post("business-unit", "/deliveries", to_segments), LISTED, again=False),
    Row("proposal for a theme", POINTS, get("business-unit", f"/proposals?theme={NEGLECT}"), LISTED),
    Row("audiences by theme: a page of 10", DELIVERIES, get("business-unit", f"/audiences?theme={NEGLECT}&limit=10"), FLAT),
    Row("library: a page of 10", LIBRARY, get("", "/library?limit=10"), FLAT),
)
