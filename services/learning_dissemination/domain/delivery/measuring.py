"""Some weeks after a delivery its reach is measured, by the clock and not by memory (LD5)."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from contracts.events.learning_dissemination import ReachFellShort
from services.chassis.rules.calendar import add_working_days, end_of
from services.chassis.rules.decisions import Decided, Given
from services.learning_dissemination.domain.audience import Declared
from services.learning_dissemination.domain.delivery import Brought, Delivery, DeliveryStatus
from services.learning_dissemination.domain.reach import fell_short, kept_safe
from services.learning_dissemination.domain.segment import Pair

PATIENCE = timedelta(minutes=10)
"""In domain time: how long a measure may take before it is begun again."""


def reach_due(state: Delivery, given: Given) -> date:
    """The last day that counts."""
    return add_working_days(state.on, given.framework.learning.reach_days, given.holidays)


def alarm(state: Delivery, given: Given) -> datetime | None:
    """The end of the last day, once it has been delivered; while a measure has no outcome, the end of patience."""
    if state.status is DeliveryStatus.MEASURING and state.measuring_since:
        return state.measuring_since + PATIENCE
    if state.status is DeliveryStatus.DELIVERED:
        return end_of(reach_due(state, given), given.framework.partnership.timezone)
    return None


def ring(state: Delivery, given: Given) -> Decided[Delivery]:
    """The measure begins; whoever saved that counts, and records the outcome. One that was lost on the way is begun again."""
    due = alarm(state, given)
    if due is None or given.now < due:
        return Decided(state)
    return Decided(state.model_copy(update={"status": DeliveryStatus.MEASURING, "measuring_since": given.now}))


def record_reach(
    state: Delivery, counts: Mapping[Pair, int], declared: Mapping[Pair, Declared], *, in_use: bool, given: Given
) -> Decided[Delivery]:
    """What was counted, once: it makes known which segments fell short. Nobody is chased for a product that is not used any
    more, nor where nobody said how many there are."""
    if state.status is not DeliveryStatus.MEASURING:
        return Decided(state)
    segments = tuple(_measured(each, counts.get(each.pair, 0), declared.get(each.pair), given) for each in state.segments)
    changes = {
        "segments": segments,
        "status": DeliveryStatus.MEASURED,
        "measuring_since": None,
        "measured_on": given.today,
    }
    after = state.model_copy(update=changes)
    return Decided(after, _shortfalls(after, given) if in_use else ())


def _measured(segment: Brought, reached: int, declared: Declared | None, given: Given) -> Brought:
    percent = given.framework.learning.reach_percent
    short = fell_short(reached, declared.head_count, percent) if declared else None
    return segment.model_copy(update={"reached": reached, "declared": declared, "fell_short": short})


def _shortfalls(state: Delivery, given: Given) -> tuple[ReachFellShort, ...]:
    return tuple(
        ReachFellShort(
            delivery=state.id,
            product=state.shared.product,
            agency=each.agency,
            professional_group=each.professional_group,
            reached=kept_safe(each.reached, given.framework.feedback.threshold),
            declared=each.declared.head_count,
            measured_on=given.today,
        )
        for each in state.segments
        if each.declared and each.fell_short
    )
