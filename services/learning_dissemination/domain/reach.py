"""Reach: published acknowledgements beside head-counts (LD5)."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import date

from contracts.vocabulary.types import Code, Count, Id
from services.chassis.rules.small_numbers import beside, shown
from services.chassis.rules.values import Value
from services.learning_dissemination.domain.audience.state import Declared
from services.learning_dissemination.domain.segment import Pair, Segment


class SegmentReach(Value):
    """The reach of a product in one segment, as published.

    `reached` moves in steps of the threshold, so more people may have acknowledged. It is null below one step, and in a segment
    of fewer than ten people. `declared` is null if the head-count is unknown.
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
    """The number of people who may not have acknowledged. It is null below the threshold."""


class Reach(Value):
    """The reach of a product. `total` adds up the numbers that are shown. It is null if there are none."""

    product: Id
    segments: tuple[SegmentReach, ...]
    not_yet: tuple[Segment, ...]
    """The segments that need the product and have not had it."""
    total: Count | None


def people_shown(published: int, declared: int | None) -> int | None:
    """Returns a published number of people as it may be shown beside the head-count."""
    return shown(published) if beside(declared) else None


def share(reached: int, declared: int | None) -> int | None:
    """Returns the percentage, rounded down, at most 100 because a head-count may be out of date. None without a head-count."""
    return min(100, reached * 100 // declared) if declared else None


def gap(reached: int, declared: int | None) -> int | None:
    """Returns the number of people left, never below zero."""
    return None if declared is None else max(0, declared - reached)


def fell_short(reached: int, declared: int, percent: int, step: int) -> bool:
    """Returns whether reach is below the required percentage of the head-count.

    Judges the highest number of people who look like `reached`, so that the answer reveals no more than `reached` does.
    """
    return (reached + step - 1) * 100 < percent * declared


def board(
    product: Id,
    counts: Mapping[Pair, int],
    heads: Mapping[Pair, Declared],
    needing: AbstractSet[Pair],
    delivered: AbstractSet[Pair],
    threshold: int,
) -> Reach:
    """Returns a row for each segment that needs, had or acknowledged the product. `counts` holds published numbers."""
    pairs = sorted({*counts, *needing, *delivered})
    rows = tuple(
        _row(pair, counts.get(pair, 0), heads.get(pair), threshold, needs_it=pair in needing, delivered=pair in delivered)
        for pair in pairs
    )
    return Reach(
        product=product,
        segments=rows,
        not_yet=tuple(Segment(agency=agency, professional_group=group) for agency, group in sorted(needing - delivered)),
        total=shown(sum(row.reached or 0 for row in rows)),
    )


def _row(pair: Pair, count: int, head: Declared | None, threshold: int, *, needs_it: bool, delivered: bool) -> SegmentReach:
    declared = head.head_count if head else None
    reached, left = people_shown(count, declared), gap(count, declared)
    return SegmentReach(
        agency=pair[0],
        professional_group=pair[1],
        needs_it=needs_it,
        delivered=delivered,
        reached=reached,
        declared=declared,
        as_at=head.as_at if head else None,
        share=None if reached is None else share(reached, declared),
        gap=None if reached is None or left is None or 0 < left < threshold else left,
    )
