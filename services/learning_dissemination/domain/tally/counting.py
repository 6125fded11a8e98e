"""Counting the acknowledgements of a product, by the clock, when a month has closed (LD5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from contracts.events.learning_dissemination import LearningAcknowledged, ProductPublished
from services.chassis.rules.calendar import DAY, day_of, end_of, last_month_end, month_end
from services.chassis.rules.decisions import Decided, Given
from services.chassis.rules.small_numbers import moved
from services.learning_dissemination.domain.product.shared import SharedProduct
from services.learning_dissemination.domain.segment import Pair
from services.learning_dissemination.domain.tally.state import Reached, Tally

PATIENCE = timedelta(minutes=10)
"""The domain time that a count may take before it starts again."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The number of people of each segment who acknowledged the product by the end of a day."""

    to: date
    counts: Mapping[Pair, int]


def begin(tally: Tally | None, event: ProductPublished, at: datetime, given: Given) -> Decided[Tally]:
    """Begins the tally with the month in which the product is published. A product published again keeps its tally."""
    if tally:
        return Decided(tally)
    shared = SharedProduct(product=event.product, themes=event.themes, findings=event.findings, reviews=event.reviews)
    day = day_of(at, given.framework.partnership.timezone)
    return Decided(Tally(id=given.id, shared=shared, counted_to=last_month_end(day)))


def next_close(tally: Tally) -> date:
    """Returns the last day of the next month to count."""
    return month_end(tally.counted_to + DAY)


def alarm(tally: Tally, given: Given) -> datetime | None:
    """Returns the end of the month, or the end of patience while a count runs."""
    if tally.counting_since:
        return tally.counting_since + PATIENCE
    return end_of(next_close(tally), given.framework.partnership.timezone)


def ring(tally: Tally, given: Given) -> Decided[Tally]:
    """Starts a count, again if an earlier one was lost. The process that saves this counts, and records the result."""
    due = alarm(tally, given)
    if due is None or given.now < due:
        return Decided(tally)
    return Decided(tally.model_copy(update={"counting_since": given.now}))


def record_counts(tally: Tally, given: Given, counted: Counted) -> Decided[Tally]:
    """Publishes the counts of the next month, once, and emits those that moved. After an outage, months follow one by one.

    Counts of another month change nothing: another process has recorded them already.
    """
    to, before = next_close(tally), tally.counts()
    if tally.counting_since is None or counted.to != to:
        return Decided(tally)
    after = _moved(before, counted.counts, given.framework.feedback.threshold)
    events = tuple(
        LearningAcknowledged(
            product=tally.shared.product, agency=agency, professional_group=group, period=f"{to:%Y-%m}", count=count
        )
        for (agency, group), count in after.items()
        if count != before.get((agency, group))
    )
    published = tuple(Reached(agency=agency, professional_group=group, count=count) for (agency, group), count in after.items())
    return Decided(tally.model_copy(update={"counted_to": to, "counting_since": None, "published": published}), events)


def _moved(before: Mapping[Pair, int], counts: Mapping[Pair, int], threshold: int) -> dict[Pair, int]:
    after = {pair: moved(before.get(pair, 0), counts.get(pair, 0), threshold) for pair in sorted({*before, *counts})}
    return {pair: count for pair, count in after.items() if count}
