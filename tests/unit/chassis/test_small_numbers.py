"""No reader works out a small count from what a service publishes (docs/decisions/0025-counts-move-in-steps.md).

The tests play a reader who knows the rule, sees every published count, and knows fewer answers than the threshold
because they gave them. They make every history that looks the same, and each small count must have two values among them.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import combinations_with_replacement, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.rules.small_numbers import beside, in_steps, moved, shown

Answers = tuple[int, ...]
"""The answers of one period, less those taken back: how many of each mark, and last how many without a mark."""
History = tuple[Answers, ...]
"""The answers of each period."""
Publish = Callable[[History, int], object]
"""Returns all that a reader sees of a history."""


def own_histories(threshold: int, periods: int, kinds: int) -> Iterator[History]:
    """Returns everything that the reader can send in: fewer answers than the threshold, of any kind, at any time.

    They may take each back in a later period.
    """
    answers = [(came, went, kind) for came in range(periods) for went in range(came + 1, periods + 1) for kind in range(kinds)]
    for number in range(threshold):
        for chosen in combinations_with_replacement(answers, number):
            came = Counter((came, kind) for came, _, kind in chosen)
            went = Counter((went, kind) for _, went, kind in chosen)
            yield tuple(tuple(came[at, kind] - went[at, kind] for kind in range(kinds)) for at in range(periods))


def in_moved_steps(history: History, threshold: int) -> object:
    """Publishes the count of each mark after each period, and no count of all."""
    counts, last, lines = [0] * len(history[0]), [0] * len(history[0][:-1]), []
    for period in history:
        counts = [count + more for count, more in zip(counts, period, strict=True)]
        last = [moved(*each, threshold) for each in zip(last, counts[:-1], strict=True)]
        lines.append(tuple(last))
    return tuple(lines)


def with_a_total(history: History, threshold: int) -> object:
    """Publishes a count of all as well, in steps of its own."""
    everyone = tuple((sum(period), 0) for period in history)
    return in_moved_steps(history, threshold), in_moved_steps(everyone, threshold)


def from_the_threshold_on(history: History, threshold: int) -> object:
    """Publishes the true count of each mark, if it is not small."""
    counts = [tuple(map(sum, zip(*history[: end + 1], strict=True))) for end in range(len(history))]
    return tuple(tuple(count if count >= threshold else None for count in each[:-1]) for each in counts)


def secrets(history: History) -> dict[object, int]:
    """Returns every count of the others: of each kind and of all, in each stretch of periods."""
    stretches = [(begin, end) for end in range(len(history)) for begin in range(end + 1)]
    found: dict[object, int] = {}
    for begin, end in stretches:
        answers = [sum(kind) for kind in zip(*history[begin : end + 1], strict=True)]
        found |= {(begin, end, kind): count for kind, count in enumerate(answers)} | {(begin, end, "all"): sum(answers)}
    return found


def worked_out(publish: Publish, threshold: int, periods: int, kinds: int, most: int) -> Iterator[object]:
    """Returns each small count that has one possible value.

    Leaves out histories that come within a step of the most, because not all that look like them were made.
    """
    histories = list(product(product(range(most + 1), repeat=kinds), repeat=periods))
    for own in own_histories(threshold, periods, kinds):
        alike: dict[object, list[History]] = defaultdict(list)
        for others in histories:
            together = tuple(tuple(map(sum, zip(*each, strict=True))) for each in zip(others, own, strict=True))
            alike[publish(together, threshold)].append(others)
        for possible in alike.values():
            if max(map(max, possible[0])) > most - threshold:
                continue
            values: dict[object, set[int]] = defaultdict(set)
            for others in possible:
                for what, count in secrets(others).items():
                    values[what].add(count)
            yield from (
                (own, possible[0], what, counts)
                for what, counts in values.items()
                if len(counts) == 1 and 0 < min(counts) < threshold
            )


@pytest.mark.parametrize(
    ("threshold", "periods", "kinds", "most"),
    [(2, 1, 3, 7), (2, 2, 3, 4), (2, 3, 2, 4), (3, 1, 3, 8), (3, 2, 2, 8), (4, 1, 2, 12), (4, 2, 2, 7), (5, 1, 2, 14)],
)
def test_each_small_count_has_two_possible_values(threshold: int, periods: int, kinds: int, most: int) -> None:
    assert next(worked_out(in_moved_steps, threshold, periods, kinds, most), None) is None


@pytest.mark.parametrize("publish", [with_a_total, from_the_threshold_on])
def test_reader_works_out_a_small_count_under_a_weaker_rule(publish: Publish) -> None:
    """A total beside its parts says when the reader's own answers were the only new ones."""
    assert next(worked_out(publish, 4, 2, 2, 7), None)


def test_counts_between_two_steps_look_the_same() -> None:
    assert [in_steps(count, 5) for count in (4, 5, 6, 9, 10)] == [0, 5, 5, 5, 10]
    assert shown(in_steps(4, 5)) is shown(in_steps(0, 5)) is None


@given(st.lists(st.integers(0, 40), max_size=20), st.integers(2, 9))
def test_published_count_moves_in_whole_steps_and_never_falls(counts: list[int], threshold: int) -> None:
    before = 0
    for count in counts:
        after = moved(before, count, threshold)
        assert after % threshold == 0
        assert after >= before
        assert after == before or count - threshold < after <= count
        before = after


@pytest.mark.parametrize(("declared", "may"), [(None, True), (0, True), (1, False), (9, False), (10, True)])
def test_nothing_is_shown_beside_a_head_count_below_ten(declared: int | None, may: bool) -> None:  # noqa: FBT001
    assert beside(declared) is may
