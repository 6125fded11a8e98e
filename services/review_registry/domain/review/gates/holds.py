"""The holds that keep a review from being published or closed (RR5, RR6)."""

from services.chassis.rules.decisions import Reason
from services.review_registry.domain.review.state import ReviewHead, holds_in_force


def held(review: ReviewHead) -> list[Reason]:
    """Returns a reason for each hold in force. Its path names the hold."""
    return [
        Reason("publication/held", f"A hold is in force: {each.kind.value}. Lift it first.", f"holds/{each.id}")
        for each in holds_in_force(review)
    ]
