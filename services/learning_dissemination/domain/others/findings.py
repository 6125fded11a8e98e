"""Findings of the review registry: the review of each, and whether its statement was recalled."""

from collections.abc import Callable, Mapping
from typing import Any

from contracts.events.event import Event
from contracts.events.review_registry import FindingRecorded, LearningRecalled, LearningReleased
from contracts.vocabulary.types import Code, Id
from services.chassis.rules.values import Value


class KnownFinding(Value):
    """The projection of one finding. Points of actions, replies and recurrences reach their reviews through it."""

    id: Id
    review: Id
    recalled: Code | None = None
    """The reason, if its statement was recalled and not released again."""


def _recorded(finding: KnownFinding, event: FindingRecorded) -> KnownFinding:
    return finding


def _released(finding: KnownFinding, event: LearningReleased) -> KnownFinding:
    return finding.model_copy(update={"recalled": None})


def _recalled(finding: KnownFinding, event: LearningRecalled) -> KnownFinding:
    return finding.model_copy(update={"recalled": event.reason})


FINDING_CHANGES: Mapping[type[Event], Callable[[KnownFinding, Any], KnownFinding]] = {
    FindingRecorded: _recorded,
    LearningReleased: _released,
    LearningRecalled: _recalled,
}
"""The change that each event makes."""


def finding_of(event: Any) -> str:
    return str(event.finding if isinstance(event, FindingRecorded) else event.source)


def new_finding(id_: str, event: Any) -> KnownFinding:
    return KnownFinding(id=id_, review=event.review)


def threads(finding: KnownFinding) -> tuple[str, ...]:
    return (finding.id, finding.review)


def keys(finding: KnownFinding) -> Mapping[str, object]:
    """Returns the flat query keys."""
    return {"review": finding.review}
