"""Starting points for tests of deliveries, acknowledgements and reach."""

from datetime import date, datetime
from typing import Any

from services.chassis.rules.calendar import end_of
from services.learning_dissemination.domain.audience import Declared
from services.learning_dissemination.domain.delivery import (
    Attended,
    Delivery,
    Known,
    PlanDelivery,
    RecordDelivered,
    plan_delivery,
    record_delivered,
)
from services.learning_dissemination.domain.measuring import reach_due, ring
from services.learning_dissemination.domain.segment import Pair, Segment
from services.learning_dissemination.domain.shared import Shared
from tests.unit.learning_dissemination.given import MONDAY, UNIT, at, some_id

POLICE: Pair = ("police", "police-response")
COUNCIL: Pair = ("council", "social-worker")
HOSPITAL: Pair = ("hospital", "midwife")
SHARED = Shared(
    product=some_id("product"),
    themes=("neglect",),
    findings=(some_id("finding", 1), some_id("finding", 2)),
    reviews=(some_id("review"),),
)
DAY = MONDAY.date()


def segment(pair: Pair) -> Segment:
    return Segment(agency=pair[0], professional_group=pair[1])


def head(count: int) -> Declared:
    return Declared(head_count=count, as_at=date(2026, 1, 5))


def planning(*pairs: Pair, **changes: Any) -> PlanDelivery:
    """A sound command: a forum on Monday."""
    command = PlanDelivery(
        product=SHARED.product,
        segments=tuple(segment(pair) for pair in pairs or (POLICE, COUNCIL)),
        channel="forum",
        on=DAY,
        place="The town hall",
        facilitator="p-trainer",
    )
    return command.model_copy(update=changes)


def a_delivery(*pairs: Pair) -> Delivery:
    """Planned on Monday for the police, who declared ten, and the council, who declared nothing."""
    known = Known(SHARED, {POLICE: head(10)})
    return plan_delivery(None, planning(*pairs), at(who=UNIT, id_=some_id("delivery")), known).state


def attended(**counts: int) -> RecordDelivered:
    """`attended(police=3, council=12)`."""
    groups = dict((POLICE, COUNCIL, HOSPITAL))
    return RecordDelivered(
        attended=tuple(
            Attended(agency=agency, professional_group=groups[agency], count=count) for agency, count in counts.items()
        )
    )


def delivered() -> Delivery:
    return record_delivered(a_delivery(), attended(police=3, council=12), at(who=UNIT)).state


def measure_at(delivery: Delivery) -> datetime:
    """The instant at which its reach is due."""
    return end_of(reach_due(delivery, at()), "Europe/London")


def measuring() -> Delivery:
    return ring(delivered(), at(measure_at(delivered()))).state
