"""A learning point: its source, its themes, and a link to its cleared text (LD1).

The text itself stays with its source, which can recall it.
"""

from collections.abc import Mapping
from enum import StrEnum

from pydantic import Field

from contracts.vocabulary.reviews import FindingKind
from contracts.vocabulary.types import Code, Id, Link, Sha256
from services.chassis.rules.access import PARTNERSHIP_READERS
from services.chassis.rules.decisions import derived
from services.chassis.rules.values import Value


class PointSource(StrEnum):
    """The kinds of source that a point may have."""

    FINDING = "finding"
    ACTION = "action"
    REPLY = "reply"
    RECURRENCE = "recurrence"


class PointHead(Value):
    """A learning point without what it is about."""

    id: Id
    source: PointSource
    withdrawals: dict[Id, Code] = Field(default_factory=dict)
    """The recalled finding or reply, or the reopened action, with the reason for each."""


class LearningPoint(PointHead):
    """One thing to learn. `kind` says whether a finding was good practice or a problem."""

    source_id: Id
    """The finding, action or reply; for a recurrence, the finding that completed it."""
    kind: FindingKind | None = None
    themes: tuple[Code, ...]
    review: Id | None = None
    findings: tuple[Id, ...] = ()
    """The findings that the point is about. Points from actions and replies reach their reviews through these."""
    link: Link | None = None
    sha256: Sha256 | None = None

    @property
    def withdrawn(self) -> Code | None:
        """Returns the first reason, if the point is withdrawn."""
        return next(iter(self.withdrawals.values()), None)


def point_id(*source: str) -> str:
    return derived("point", *source)


def reviews_behind(point: LearningPoint, reviews_of: Mapping[str, str]) -> tuple[str, ...]:
    """Returns the reviews that a point comes from: its own, or those of its findings."""
    if point.review:
        return (point.review,)
    return tuple(dict.fromkeys(reviews_of[finding] for finding in point.findings if finding in reviews_of))


def threads(point: LearningPoint) -> tuple[str, ...]:
    return (*point.findings, *((point.review,) if point.review else ()), point.id)


def keys(point: LearningPoint) -> Mapping[str, object]:
    """Returns the flat query keys."""
    return {"themes": list(point.themes), "review": point.review, "source": point.source, "findings": list(point.findings)}


def readers(point: LearningPoint) -> tuple[str, ...]:
    """Returns the people of the partnership. Agencies read the library."""
    return PARTNERSHIP_READERS
