"""Reach beside head-counts, with small numbers suppressed (LD5)."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.learning_dissemination.domain.reach import Reach, board, fell_short, gap, kept_safe, share
from services.learning_dissemination.domain.segment import Pair
from tests.builders.learning_dissemination import COUNCIL, HOSPITAL, POLICE, SHARED, head, segment

THRESHOLD = 5
PAIRS = (POLICE, COUNCIL, HOSPITAL)
COUNTS = st.dictionaries(st.sampled_from(PAIRS), st.integers(1, 30))
HEADS = st.dictionaries(st.sampled_from(PAIRS), st.integers(0, 40))
SOME = st.sets(st.sampled_from(PAIRS))


def shown(
    counts: Mapping[Pair, int],
    heads: Mapping[Pair, int] | None = None,
    needing: set[Pair] | None = None,
    delivered: set[Pair] | None = None,
) -> Reach:
    declared = {pair: head(count) for pair, count in (heads or {}).items()}
    return board(SHARED.product, counts, declared, needing or set(), delivered or set(), THRESHOLD)


@given(st.integers(0, 500), st.none() | st.integers(0, 500))
def test_share_is_at_most_a_hundred_and_gap_is_the_rest(reached: int, declared: int | None) -> None:
    part, left = share(reached, declared), gap(reached, declared)
    assert (left is None) == (declared is None)
    assert (part is None) == (not declared)
    if declared and part is not None and left is not None:
        assert 0 <= part <= 100
        assert (part == 100) == (left == 0)
        assert left == declared - min(reached, declared)


@given(st.integers(0, 500), st.integers(0, 500), st.integers(1, 100))
def test_segment_falls_short_when_share_is_below_the_required_one(reached: int, declared: int, percent: int) -> None:
    part = share(reached, declared)
    assert fell_short(reached, declared, percent) == (part is not None and part < percent)


@given(st.integers(0, 100), st.integers(2, 20))
def test_only_small_counts_are_suppressed(count: int, threshold: int) -> None:
    assert kept_safe(count, threshold) == (None if count in range(1, threshold) else count)


@given(COUNTS, HEADS, SOME, SOME, st.data())
def test_board_reveals_no_small_number(
    counts: dict[Pair, int], heads: dict[Pair, int], needing: set[Pair], delivered: set[Pair], data: st.DataObject
) -> None:
    """Replaces each small number with another one: the board stays the same, so it cannot reveal them."""
    others = {pair: data.draw(st.integers(1, THRESHOLD - 1)) if count < THRESHOLD else count for pair, count in counts.items()}
    assert shown(counts, heads, needing, delivered) == shown(others, heads, needing, delivered)


@given(COUNTS, HEADS, SOME, SOME)
def test_board_has_a_row_for_each_segment_and_null_for_the_unknown(
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


def test_board_shows_reach_beside_the_head_count() -> None:
    row, *_ = shown({POLICE: 30}, {POLICE: 40}).segments
    assert (row.reached, row.declared, row.share, row.gap) == (30, 40, 75, 10)
    assert row.as_at == head(40).as_at


@pytest.mark.parametrize(
    ("counts", "total"),
    [({POLICE: 7, COUNCIL: 5}, 12), ({POLICE: 7, COUNCIL: 4}, None), ({POLICE: 2, COUNCIL: 4}, None), ({}, 0)],
)
def test_board_total_is_null_when_a_part_is_suppressed(counts: dict[Pair, int], total: int | None) -> None:
    assert shown(counts, needing={POLICE}).total == total


def test_board_names_segments_that_need_it_and_have_not_had_it() -> None:
    found = shown({HOSPITAL: 9}, needing={POLICE, COUNCIL}, delivered={COUNCIL})
    assert found.not_yet == (segment(POLICE),)
