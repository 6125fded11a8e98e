"""Did it reach them (LD5): how many of a segment acknowledged, beside how many there are. Small numbers are kept safe."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import date

from pydantic import BaseModel, ConfigDict

from contracts.vocabulary.types import Code, Count, Id
from services.learning_dissemination.domain.audience import Declared
from services.learning_dissemination.domain.segment import Pair, Segment


class SegmentReach(BaseModel):
    """How far a product reached one segment. `reached` is null where so few that they could be told apart, and with it all
    that it could be worked out from; `declared` is null where nobody said how many there are: unknown, which is not none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    agency: Code
    professional_group: Code
    needs_it: bool
    """It declared a need for one of the product's themes."""
    delivered: bool
    reached: Count | None
    declared: Count | None
    as_at: date | None
    share: int | None
    """In a hundred, never above it."""
    gap: Count | None
    """How many have not acknowledged."""


class Reach(BaseModel):
    """How far a product reached. `total` is null where it would give a small number away."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    product: Id
    segments: tuple[SegmentReach, ...]
    not_yet: tuple[Segment, ...]
    """Who needs it and has not had it."""
    total: Count | None


def kept_safe(count: int | None, threshold: int) -> int | None:
    """The count, unless it is that of a few people: none is no secret."""
    return None if count is not None and 0 < count < threshold else count


def share(reached: int, declared: int | None) -> int | None:
    """In a hundred, rounded down, and never above: a head-count may be out of date. None of nobody, or of an unknown number."""
    return min(100, reached * 100 // declared) if declared else None


def gap(reached: int, declared: int | None) -> int | None:
    """How many are left; none below zero."""
    return None if declared is None else max(0, declared - reached)


def fell_short(reached: int, declared: int, percent: int) -> bool:
    """Whether it is below the part that is asked of those there are."""
    return reached * 100 < percent * declared


def board(
    product: Id,
    counts: Mapping[Pair, int],
    heads: Mapping[Pair, Declared],
    needing: AbstractSet[Pair],
    delivered: AbstractSet[Pair],
    threshold: int,
) -> Reach:
    """Every segment that needs the product, had it or acknowledged it. `counts` holds distinct people."""
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
