"""Reviews of the registry, with the few facts that notices need."""

from collections.abc import Callable, Mapping
from typing import Any

from contracts.events.event import Event
from contracts.events.review_registry import (
    ReviewClosed,
    ReviewEnded,
    ReviewOpened,
    ReviewReopened,
    ReviewScoped,
    ReviewStageChanged,
)
from contracts.vocabulary.roles import AGENCY_LEAD, CONTRIBUTOR
from contracts.vocabulary.types import Code, Id, Reference
from services.chassis.rules.access import PARTNERSHIP_READERS, at
from services.chassis.rules.values import Value


class KnownReview(Value):
    """A review: its reference, type, agencies and stage. `ended` is true if it ended without going through its stages."""

    id: Id
    reference: Reference | None = None
    review_type: Code | None = None
    agencies: tuple[Code, ...] = ()
    stage: Code | None = None
    closed: bool = False
    ended: bool = False


def _changed(review: KnownReview, **changes: Any) -> KnownReview:
    return review.model_copy(update=changes)


CHANGES: Mapping[type[Event], Callable[[KnownReview, Any], KnownReview]] = {
    ReviewOpened: lambda review, event: _changed(review, reference=event.reference, review_type=event.review_type),
    ReviewScoped: lambda review, event: _changed(review, agencies=event.agencies),
    ReviewStageChanged: lambda review, event: _changed(review, stage=event.to_stage),
    ReviewClosed: lambda review, event: _changed(review, closed=True),
    ReviewEnded: lambda review, event: _changed(review, ended=True),
    ReviewReopened: lambda review, event: _changed(review, stage=event.stage, closed=False, ended=False),
}
"""The review after each event."""


def review_of(event: Any) -> Id:
    """Returns the id of the review that an event is about."""
    return str(event.review)


def unknown_review(id_: Id, event: Event) -> KnownReview:
    """Returns a review before the first event about it."""
    return KnownReview(id=id_)


def keys(review: KnownReview) -> dict[str, Any]:
    """Returns the flat query keys."""
    return {"reference": review.reference, "agencies": list(review.agencies)}


def readers(review: KnownReview) -> tuple[str, ...]:
    """Returns those who oversee all, and the leads and contributors of the agencies in its scope."""
    return (*PARTNERSHIP_READERS, *(at(role, code) for code in review.agencies for role in (AGENCY_LEAD, CONTRIBUTOR)))


def threads(review: KnownReview) -> tuple[str, ...]:
    """Returns its own id alone."""
    return (review.id,)
