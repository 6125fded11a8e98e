"""Measures the reach of a delivery some weeks later, by the clock (LD5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from contracts.events.learning_dissemination import ReachFellShort
from services.chassis.rules.calendar import add_working_days, end_of
from services.chassis.rules.decisions import Decided, Given
from services.chassis.rules.small_numbers import beside, in_steps
from services.learning_dissemination.domain.audience.state import Declared
from services.learning_dissemination.domain.delivery.state import Brought, Delivery, DeliveryStatus
from services.learning_dissemination.domain.reach import fell_short, people_shown
from services.learning_dissemination.domain.segment import Pair

PATIENCE = timedelta(minutes=10)
"""The domain time that a measure may take before it starts again."""


@dataclass(frozen=True, slots=True)
class ReachFacts:
    """The number of people of each segment who acknowledged the product by the last day that counts, the head-counts, and
    whether the library still has the product."""

    counts: Mapping[Pair, int]
    declared: Mapping[Pair, Declared]
    in_use: bool


def reach_due(delivery: Delivery, given: Given) -> date:
    """Returns the last day whose acknowledgements count."""
    return add_working_days(delivery.on, given.framework.learning.reach_days, given.holidays)


def alarm(delivery: Delivery, given: Given) -> datetime | None:
    """Returns the end of the last day once the delivery has taken place, or the end of patience while a measure runs."""
    if delivery.status is DeliveryStatus.MEASURING and delivery.measuring_since:
        return delivery.measuring_since + PATIENCE
    if delivery.status is DeliveryStatus.DELIVERED:
        return end_of(reach_due(delivery, given), given.framework.partnership.timezone)
    return None


def ring(delivery: Delivery, given: Given) -> Decided[Delivery]:
    """Starts the measure, again if an earlier one was lost. The process that saves this counts, and records the result."""
    due = alarm(delivery, given)
    if due is None or given.now < due:
        return Decided(delivery)
    return Decided(delivery.model_copy(update={"status": DeliveryStatus.MEASURING, "measuring_since": given.now}))


def record_reach(delivery: Delivery, given: Given, facts: ReachFacts) -> Decided[Delivery]:
    """Records the count once, and reports the segments that fell short.

    Nobody is chased for a product that is no longer in use, nor for a segment without a head-count.
    """
    if delivery.status is not DeliveryStatus.MEASURING:
        return Decided(delivery)
    changes = {
        "segments": tuple(_measured(each, facts.counts, facts.declared, given) for each in delivery.segments),
        "status": DeliveryStatus.MEASURED,
        "measuring_since": None,
        "measured_on": given.today,
    }
    after = delivery.model_copy(update=changes)
    return Decided(after, _shortfalls(after, given) if facts.in_use else ())


def _measured(segment: Brought, counts: Mapping[Pair, int], heads: Mapping[Pair, Declared], given: Given) -> Brought:
    percent, step = given.framework.learning.reach_percent, given.framework.feedback.threshold
    reached, declared = in_steps(counts.get(segment.pair, 0), step), heads.get(segment.pair)
    short = fell_short(reached, declared.head_count, percent, step) if declared else None
    return segment.model_copy(update={"reached": reached, "declared": declared, "fell_short": short})


def _shortfalls(delivery: Delivery, given: Given) -> tuple[ReachFellShort, ...]:
    return tuple(
        ReachFellShort(
            delivery=delivery.id,
            product=delivery.shared.product,
            agency=each.agency,
            professional_group=each.professional_group,
            reached=people_shown(each.reached or 0, each.declared.head_count),
            declared=each.declared.head_count if beside(each.declared.head_count) else None,
            measured_on=given.today,
            link=f"{given.url}/deliveries/{delivery.id}",
        )
        for each in delivery.segments
        if each.declared and each.fell_short
    )
