"""Small numbers (FC4, domain.md 10): a count below the threshold is not shown, nor anything from which it can be worked out.

The law: whoever knows everything that is shown, the threshold and these rules still finds at least two values possible for
each count that is not shown. It holds because nothing here looks at which cell it is, only at its value: exchange the values
of two suppressed cells, and the same is shown. So the suppressed cells of a table must hold two different values at least;
where they cannot, the whole table is kept back, with its total.
"""

from collections.abc import Iterable, Mapping

from contracts.vocabulary.types import Code

Table = Mapping[Code, int]
Shown = dict[Code, int | None]
"""A count, or None where it is suppressed."""


def small(count: int, threshold: int) -> bool:
    """Nobody at all is no small number."""
    return 0 < count < threshold


def suppressed(table: Table, threshold: int) -> Shown | None:
    """The table as it may be shown beside its total; None where neither may be.

    First what is small is taken out; then, while all that was taken out is the same number, the smallest of the rest, all
    that are as small.
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
    """Tables of the same people, or None for all of them: where one is kept back, the total of another would give it away."""
    shown = [suppressed(table, threshold) for table in tables]
    complete = [table for table in shown if table is not None]
    return complete if len(complete) == len(shown) else None


def tellable(parts: Iterable[int], threshold: int) -> bool:
    """Whether a sum may be told: there is one, and each part of it that is shown elsewhere reaches the threshold by itself, so
    that taking the others away leaves nothing small."""
    counts = [part for part in parts if part]
    return bool(counts) and all(part >= threshold for part in counts)
