"""Did it reach them, with small numbers kept safe (LD5)."""

from collections.abc import Mapping

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as some

from services.learning_dissemination.domain.reach import Reach, board, fell_short, gap, kept_safe, share
from services.learning_dissemination.domain.segment import Pair
from tests.unit.learning_dissemination.brought import COUNCIL, HOSPITAL, POLICE, SHARED, head, segment

THRESHOLD = 5
PAIRS = (POLICE, COUNCIL, HOSPITAL)
COUNTS = some.dictionaries(some.sampled_from(PAIRS), some.integers(1, 30))
HEADS = some.dictionaries(some.sampled_from(PAIRS), some.integers(0, 40))
SOME = some.sets(some.sampled_from(PAIRS))


def shown(
    counts: Mapping[Pair, int],
    heads: Mapping[Pair, int] | None = None,
    needing: set[Pair] | None = None,
    delivered: set[Pair] | None = None,
) -> Reach:
    declared = {pair: head(count) for pair, count in (heads or {}).items()}
    return board(SHARED.product, counts, declared, needing or set(), delivered or set(), THRESHOLD)


@for_all(some.integers(0, 500), some.none() | some.integers(0, 500))
def test_a_share_is_at_most_a_hundred_and_with_the_gap_it_says_who_is_left(reached: int, declared: int | None) -> None:
    part, left = share(reached, declared), gap(reached, declared)
    assert (left is None) == (declared is None)
    assert (part is None) == (not declared)
    if declared and part is not None and left is not None:
        assert 0 <= part <= 100
        assert (part == 100) == (left == 0)
        assert left == declared - min(reached, declared)


@for_all(some.integers(0, 500), some.integers(0, 500), some.integers(1, 100))
def test_a_segment_falls_short_where_its_share_is_below_what_is_asked(reached: int, declared: int, percent: int) -> None:
    part = share(reached, declared)
    assert fell_short(reached, declared, percent) == (part is not None and part < percent)


@for_all(some.integers(0, 100), some.integers(2, 20))
def test_only_counts_of_a_few_are_kept_back(count: int, threshold: int) -> None:
    assert kept_safe(count, threshold) == (None if count in range(1, threshold) else count)


@for_all(COUNTS, HEADS, SOME, SOME, some.data())
def test_a_small_number_cannot_be_worked_out(
    counts: dict[Pair, int], heads: dict[Pair, int], needing: set[Pair], delivered: set[Pair], data: some.DataObject
) -> None:
    """Whatever the small numbers are, the board is the same: so nothing on it tells them."""
    others = {
        pair: data.draw(some.integers(1, THRESHOLD - 1)) if count < THRESHOLD else count for pair, count in counts.items()
    }
    assert shown(counts, heads, needing, delivered) == shown(others, heads, needing, delivered)


@for_all(COUNTS, HEADS, SOME, SOME)
def test_everybody_concerned_has_a_row_and_what_is_unknown_is_shown_so(
    counts: dict[Pair, int], heads: dict[Pair, int], needing: set[Pair], delivered: set[Pair]
) -> None:
    rows = shown(counts, heads, needing, delivered).segments
    assert [(row.agency, row.professional_group) for row in rows] == sorted({*counts, *needing, *delivered})
    for row in rows:
        pair = (row.agency, row.professional_group)
        assert (row.declared, row.as_at is None) == (heads.get(pair), pair not in heads)
        assert (row.needs_it, row.delivered) == (pair in needing, pair in delivered)
        assert row.reached == kept_safe(counts.get(pair, 0), THRESHOLD)
        if row.declared is None or row.reached is None:
            assert (row.share, row.gap) == (None, None)


def test_reach_is_shown_beside_how_many_there_are() -> None:
    row, *_ = shown({POLICE: 30}, {POLICE: 40}).segments
    assert (row.reached, row.declared, row.share, row.gap) == (30, 40, 75, 10)
    assert row.as_at == head(40).as_at


@pytest.mark.parametrize(
    ("counts", "total"),
    [({POLICE: 7, COUNCIL: 5}, 12), ({POLICE: 7, COUNCIL: 4}, None), ({POLICE: 2, COUNCIL: 4}, None), ({}, 0)],
)
def test_a_total_is_shown_only_where_no_part_of_it_is_kept_back(counts: dict[Pair, int], total: int | None) -> None:
    assert shown(counts, needing={POLICE}).total == total


def test_who_needs_it_and_has_not_had_it_is_named() -> None:
    found = shown({HOSPITAL: 9}, needing={POLICE, COUNCIL}, delivered={COUNCIL})
    assert found.not_yet == (segment(POLICE),)
