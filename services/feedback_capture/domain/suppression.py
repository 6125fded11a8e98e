"""Suppression of small counts, and of every count from which a small one could be worked out (FC4).

The law: a reader who knows all that is shown, the threshold and these rules finds at least two possible values for each
suppressed count. It holds because the rules look at the value of a cell and never at which cell it is. Swap the values of two
suppressed cells, and the same is shown. So the suppressed cells of a table must hold at least two different values. If they
cannot, the whole table is suppressed with its total.
"""

from collections.abc import Iterable, Mapping

from contracts.vocabulary.types import Code

Table = Mapping[Code, int]
Shown = dict[Code, int | None]
"""Counts, with None for each suppressed one."""


def small(count: int, threshold: int) -> bool:
    """Returns true for a count below the threshold. Zero is not small."""
    return 0 < count < threshold


def suppressed(table: Table, threshold: int) -> Shown | None:
    """Returns the table as it may be shown beside its total, or None if neither may be shown.

    Suppresses the small counts first. While all suppressed counts are equal, it also suppresses the smallest of the rest, with
    every count equal to it.
    """
    if sum(table.values()) < threshold:
        return None
    hidden = {code for code, count in table.items() if small(count, threshold)}
    while hidden and len({table[code] for code in hidden}) == 1:
        rest = [count for code, count in table.items() if code not in hidden]
        if not rest:
            return None
        hidden |= {code for code, count in table.items() if count == min(rest)}
    return {code: None if code in hidden else count for code, count in table.items()}


def suppressed_together(tables: Iterable[Table], threshold: int) -> list[Shown] | None:
    """Returns tables that count the same people, or None if one of them is suppressed: the total of another reveals it."""
    shown = [suppressed(table, threshold) for table in tables]
    complete = [table for table in shown if table is not None]
    return complete if len(complete) == len(shown) else None


def publishable(parts: Iterable[int], threshold: int) -> bool:
    """Returns true if a sum may be published although its parts are shown elsewhere.

    Each part must reach the threshold by itself, so that nothing small is left after the others are subtracted.
    """
    counts = [part for part in parts if part]
    return bool(counts) and all(part >= threshold for part in counts)
