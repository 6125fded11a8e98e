"""Counts of people that give nobody away (docs/decisions/0025-counts-move-in-steps.md).

A service publishes a count of all that happened until the end of a closed period, rounded down to whole steps of the threshold.
It shows nothing below one step. Everything else that it shows is worked out from published counts, never from true ones.

The law: a reader sees every published count, and knows fewer answers than the threshold because they gave them. For each
count from 1 to the threshold less 1, they find at least two possible values.
"""

LEAST_DENOMINATOR = 10
"""The smallest head-count beside which a number of people is shown."""


def in_steps(count: int, step: int) -> int:
    """Returns the count, rounded down to whole steps."""
    return count // step * step


def moved(published: int, count: int, step: int) -> int:
    """Returns what is published next. It never falls, because a fall would show that somebody took an answer back."""
    return max(published, in_steps(count, step))


def shown(published: int) -> int | None:
    """Returns what people see: None for fewer than one step, none included."""
    return published or None


def beside(declared: int | None) -> bool:
    """Returns true if a number of people may be shown beside this head-count, or if the head-count is unknown."""
    return declared is None or declared == 0 or declared >= LEAST_DENOMINATOR
