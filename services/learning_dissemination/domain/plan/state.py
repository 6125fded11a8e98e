"""The plan for sharing one review's learning, with the review's stage, holds and publication (LD2, R22)."""

from collections.abc import Mapping

from contracts.vocabulary.reviews import HoldKind, ReviewEnd
from contracts.vocabulary.types import Code, Id, Link, Reference
from services.chassis.rules.access import PARTNERSHIP_READERS
from services.chassis.rules.decisions import derived
from services.chassis.rules.values import Value
from services.learning_dissemination.domain.segment import Segment


class ReviewHold(Value):
    """A hold on a review's publication. A review can have several, also of one kind."""

    id: Id
    kind: HoldKind


class ReviewHolds(Value):
    """The holds of a review's plan that are in force. Nothing that draws on the review is published meanwhile."""

    review: Id
    holds: tuple[ReviewHold, ...] = ()


class Plan(ReviewHolds):
    """One review's plan, which exists from the day the review opens."""

    id: Id
    reference: Reference | None = None
    stage: Code | None = None
    formats: tuple[Code, ...] = ()
    segments: tuple[Segment, ...] = ()
    lacks: tuple[Code, ...] = ()
    published: Link | None = None
    closed: bool = False
    ended: ReviewEnd | None = None
    """How the review ended, if it did without being closed. None again once it is reopened."""


def plan_id(review: str) -> str:
    return derived("plan", review)


def threads(plan: Plan) -> tuple[str, ...]:
    return (plan.review,)


def keys(plan: Plan) -> Mapping[str, object]:
    """Returns the flat query keys."""
    return {"review": plan.review}


def readers(plan: Plan) -> tuple[str, ...]:
    """Returns the people of the partnership. Agencies read the library."""
    return PARTNERSHIP_READERS
