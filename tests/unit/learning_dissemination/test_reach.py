"""Published reach beside head-counts (LD5)."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.learning_dissemination.domain.reach import Reach, board, fell_short, gap, people_shown, share
from services.learning_dissemination.domain.segment import Pair
from tests.builders.learning_dissemination import COUNCIL, HOSPITAL, POLICE, SHARED, head, segment

THRESHOLD = 5
PAIRS = (POLICE, COUNCIL, HOSPITAL)
COUNTS = st.dictionaries(st.sampled_from(PAIRS), st.integers(1, 6).map(lambda steps: steps * THRESHOLD))
"""Published numbers are whole steps."""
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


@given(st.integers(0, 100), st.integers(0, 500), st.integers(1, 100))
def test_segment_falls_short_when_every_count_that_looks_alike_does(steps: int, declared: int, percent: int) -> None:
    reached = steps * THRESHOLD
    parts = [share(reached + more, declared) for more in range(THRESHOLD)]
    assert fell_short(reached, declared, percent, THRESHOLD) == all(part is not None and part < percent for part in parts)


@pytest.mark.parametrize(
    ("published", "declared", "seen"),
    [(0, 30, None), (5, 30, 5), (5, None, 5), (5, 9, None), (0, 3, None), (10, 10, 10), (5, 1, None)],
)
def test_number_of_people_is_hidden_in_a_small_segment(published: int, declared: int | None, seen: int | None) -> None:
    assert people_shown(published, declared) == seen


@pytest.mark.parametrize("declared", [1, 2, 3, 5, 9])
def test_board_shows_the_same_for_every_number_in_a_small_segment(declared: int) -> None:
    """Three declared and nobody short would be exactly three."""
    rows = [shown({POLICE: count}, {POLICE: declared}, {POLICE}).segments for count in (0, 5, 10)]
    assert rows[0] == rows[1] == rows[2]
    assert (rows[0][0].reached, rows[0][0].share, rows[0][0].gap) == (None, None, None)


@pytest.mark.parametrize(("declared", "left"), [(18, None), (19, None), (20, 5), (15, 0), (14, 0)])
def test_board_shows_no_gap_of_few_people(declared: int, left: int | None) -> None:
    row, *_ = shown({POLICE: 15}, {POLICE: declared}).segments
    assert (row.reached, row.gap) == (15, left)


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
        assert row.reached == people_shown(counts.get(pair, 0), heads.get(pair))
        if row.declared is None or row.reached is None:
            assert (row.share, row.gap) == (None, None)


def test_board_shows_reach_beside_the_head_count() -> None:
    row, *_ = shown({POLICE: 30}, {POLICE: 40}).segments
    assert (row.reached, row.declared, row.share, row.gap) == (30, 40, 75, 10)
    assert row.as_at == head(40).as_at


@pytest.mark.parametrize(("counts", "total"), [({POLICE: 10, COUNCIL: 5}, 15), ({POLICE: 10, HOSPITAL: 5}, 10), ({}, None)])
def test_board_total_adds_up_what_is_shown(counts: dict[Pair, int], total: int | None) -> None:
    assert shown(counts, {HOSPITAL: 8}, needing={POLICE}).total == total


def test_board_names_segments_that_need_it_and_have_not_had_it() -> None:
    found = shown({HOSPITAL: 9}, needing={POLICE, COUNCIL}, delivered={COUNCIL})
    assert found.not_yet == (segment(POLICE),)
