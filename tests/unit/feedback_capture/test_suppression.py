"""Small counts are never shown, and no reader can work one out (FC4).

The tests play a reader who knows the threshold and these rules. They make every table that would be shown in the same way, and
each suppressed count must have at least two values among them.
"""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.feedback_capture.domain.suppression import publishable, small, suppressed, suppressed_together

COUNTS = st.lists(st.integers(0, 30), min_size=1, max_size=12)
THRESHOLDS = st.integers(2, 8)


def table(counts: list[int] | tuple[int, ...]) -> dict[str, int]:
    return {f"c{number}": count for number, count in enumerate(counts)}


@given(COUNTS, THRESHOLDS)
def test_suppression_shows_true_counts_and_no_small_one(counts: list[int], threshold: int) -> None:
    full = table(counts)
    shown = suppressed(full, threshold)
    if shown is None:
        return
    assert shown.keys() == full.keys()
    assert sum(full.values()) >= threshold
    for code, count in shown.items():
        assert count is None or count == full[code]
        assert count is None or not small(count, threshold)


@given(COUNTS, THRESHOLDS)
def test_suppression_hides_nothing_when_nothing_is_small(counts: list[int], threshold: int) -> None:
    full = table([count for count in counts if not small(count, threshold)] + [threshold])
    assert suppressed(full, threshold) == full


@given(COUNTS, THRESHOLDS)
def test_suppression_shows_the_same_when_two_hidden_values_swap(counts: list[int], threshold: int) -> None:
    """Two hidden values always differ, so a reader cannot tell which cell has which."""
    full = table(counts)
    shown = suppressed(full, threshold)
    hidden = [code for code, count in (shown or {}).items() if count is None]
    assert len({full[code] for code in hidden}) != 1
    for one in hidden:
        for two in hidden:
            assert suppressed(full | {one: full[two], two: full[one]}, threshold) == shown


@pytest.mark.parametrize(("cells", "most", "threshold"), [(1, 9, 3), (2, 8, 2), (2, 9, 4), (3, 6, 2), (3, 7, 3), (4, 5, 3)])
def test_each_suppressed_count_has_two_possible_values(cells: int, most: int, threshold: int) -> None:
    """The total is known, because each table that is shown has one."""
    alike: dict[object, list[dict[str, int]]] = defaultdict(list)
    for counts in product(range(most + 1), repeat=cells):
        full = table(counts)
        shown = suppressed(full, threshold)
        alike[None if shown is None else (sum(counts), *shown.items())].append(full)
    assert len(alike) > cells
    for seen, possible in alike.items():
        hidden = table([0] * cells) if seen is None else suppressed(possible[0], threshold) or {}
        for code, count in hidden.items():
            if seen is None or count is None:
                assert len({full[code] for full in possible}) > 1, (seen, code)


def test_one_small_count_hides_the_next_smallest_too() -> None:
    assert suppressed({"a": 3, "b": 8, "c": 20}, 5) == {"a": None, "b": None, "c": 20}
    assert suppressed({"a": 3, "b": 8, "c": 8, "d": 20}, 5) == {"a": None, "b": None, "c": None, "d": 20}
    assert suppressed({"a": 3, "b": 0, "c": 20}, 5) == {"a": None, "b": None, "c": 20}
    assert suppressed({"a": 3, "b": 1, "c": 20}, 5) == {"a": None, "b": None, "c": 20}
    assert suppressed({"a": 1, "b": 1, "c": 20}, 5) == {"a": None, "b": None, "c": None}


def test_table_is_suppressed_when_all_its_counts_are_one_small_number() -> None:
    assert suppressed({"a": 4, "b": 4}, 5) is None
    assert suppressed({"a": 4}, 5) is None
    assert suppressed({"a": 0, "b": 0}, 5) is None


def test_tables_of_the_same_people_are_suppressed_together() -> None:
    """All tables have the same total, so one that is shown would reveal it for the others."""
    assert suppressed_together([{"a": 8}, {"a": 4, "b": 4}], 5) is None
    assert suppressed_together([{"a": 8}, {"a": 8, "b": 0}], 5) == [{"a": 8}, {"a": 8, "b": 0}]
    assert suppressed_together([], 5) == []


@given(st.lists(st.integers(0, 12), max_size=5), THRESHOLDS)
def test_sum_is_publishable_when_no_part_is_small(parts: list[int], threshold: int) -> None:
    if publishable(parts, threshold):
        assert sum(parts) >= threshold
        assert not any(small(sum(parts) - sum(parts[:n]) - sum(parts[n + 1 :]), threshold) for n in range(len(parts)))
    else:
        assert sum(parts) == 0 or any(small(part, threshold) for part in parts)
