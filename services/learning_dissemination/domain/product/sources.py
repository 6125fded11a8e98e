"""The learning points behind a product, and what the product takes over from them (LD1, LD2)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.learning_dissemination.domain.point.state import LearningPoint


@dataclass(frozen=True, slots=True)
class Sources:
    """The present facts about a product's points, which its rules decide on."""

    points: Sequence[LearningPoint | None]
    """The points in the order named; None for an unknown one."""
    reviews: tuple[str, ...]
    held: frozenset[str]
    """The reviews with a hold in force."""
    unknown: frozenset[str] = frozenset()
    """The points of which no event has named the review yet. A hold on it may be in force."""


def drawn_from(sources: Sources) -> dict[str, Any]:
    """Returns the fields that a product takes over from its points."""
    points = [point for point in sources.points if point]
    return {
        "points": tuple(dict.fromkeys(point.id for point in points)),
        "themes": _each_once(point.themes for point in points),
        "findings": _each_once(point.findings for point in points),
        "reviews": sources.reviews,
    }


def withdrawn_among(sources: Sources) -> tuple[str, ...]:
    """Returns the ids of the points that are withdrawn."""
    return tuple(dict.fromkeys(point.id for point in sources.points if point and point.withdrawn))


def flags(points: tuple[str, ...], since: datetime | None) -> dict[str, Any]:
    """Returns the fields of a product that uses these withdrawn points since then."""
    return {"flagged": points, "flagged_at": since if points else None}


def _each_once(lists: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for codes in lists for code in codes))
