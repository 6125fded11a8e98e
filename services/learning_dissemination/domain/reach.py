"""Reach: acknowledgements beside head-counts, with small numbers suppressed (LD5)."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import date

from contracts.vocabulary.types import Code, Count, Id
from services.chassis.rules.values import Value
from services.learning_dissemination.domain.audience.state import Declared
from services.learning_dissemination.domain.segment import Pair, Segment


class SegmentReach(Value):
    """The reach of a product in one segment.

    `reached` is null if the number is so small that it could identify people; so is each number that would reveal it.
    `declared` is null if the head-count is unknown.
    """

    agency: Code
    professional_group: Code
    needs_it: bool
    """True if the segment declared a need for one of the product's themes."""
    delivered: bool
    reached: Count | None
    declared: Count | None
    as_at: date | None
    share: int | None
    """The percentage reached, at most 100."""
    gap: Count | None
    """The number of people who have not acknowledged."""


class Reach(Value):
    """The reach of a product. `total` is null if it would reveal a small number."""

    product: Id
    segments: tuple[SegmentReach, ...]
    not_yet: tuple[Segment, ...]
    """The segments that need the product and have not had it."""
    total: Count | None


def kept_safe(count: int | None, threshold: int) -> int | None:
    """Returns the count, or None if it is small enough to identify people. Zero is not secret."""
    return None if count is not None and 0 < count < threshold else count


def share(reached: int, declared: int | None) -> int | None:
    """Returns the percentage, rounded down, at most 100 because a head-count may be out of date. None without a head-count."""
    return min(100, reached * 100 // declared) if declared else None


def gap(reached: int, declared: int | None) -> int | None:
    """Returns the number of people left, never below zero."""
    return None if declared is None else max(0, declared - reached)


def fell_short(reached: int, declared: int, percent: int) -> bool:
    """Returns whether reach is below the required percentage of the head-count."""
    return reached * 100 < percent * declared


def board(
    product: Id,
    counts: Mapping[Pair, int],
    heads: Mapping[Pair, Declared],
    needing: AbstractSet[Pair],
    delivered: AbstractSet[Pair],
    threshold: int,
) -> Reach:
    """Returns a row for each segment that needs, had or acknowledged the product. `counts` holds distinct people."""
    pairs = sorted({*counts, *needing, *delivered})
    rows = tuple(
        _row(pair, counts.get(pair, 0), heads.get(pair), threshold, needs_it=pair in needing, delivered=pair in delivered)
        for pair in pairs
    )
    shown = [row.reached for row in rows if row.reached is not None]
    return Reach(
        product=product,
        segments=rows,
        not_yet=tuple(Segment(agency=agency, professional_group=group) for agency, group in sorted(needing - delivered)),
        total=sum(shown) if len(shown) == len(rows) else None,
    )


def _row(pair: Pair, count: int, head: Declared | None, threshold: int, *, needs_it: bool, delivered: bool) -> SegmentReach:
    reached = kept_safe(count, threshold)
    declared = head.head_count if head else None
    return SegmentReach(
        agency=pair[0],
        professional_group=pair[1],
        needs_it=needs_it,
        delivered=delivered,
        reached=reached,
        declared=declared,
        as_at=head.as_at if head else None,
        share=None if reached is None else share(reached, declared),
        gap=None if reached is None else gap(reached, declared),
    )
