"""The retention of a review: it counts from its closing or its end (docs/access.md "Retention and legal holds")."""

from datetime import date

from contracts.vocabulary.types import Id
from services.chassis.rules.retention import Period
from services.review_registry.domain.review.state import Review


def _over_on(review: Review) -> date | None:
    return review.closed_on or (review.ended.on if review.ended else None)


def _own_date(review: Review) -> date | None:
    return review.impact.retention_until if review.impact else None


def _owners(review: Review) -> tuple[Id, ...]:
    """Returns the owners of the drafts. Released learning stays public."""
    return tuple(each.key for each in review.drafts)


PERIOD = Period("review", since=_over_on, owners=_owners, not_before=_own_date)
