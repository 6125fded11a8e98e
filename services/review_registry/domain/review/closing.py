"""Closing a review (RR6; decision D7)."""

from contracts.events.review_registry import ReviewClosed
from contracts.vocabulary.actions import ActionStatus
from services.chassis.rules.decisions import Decided, Given, refuse_if_any
from services.review_registry.domain.review.gates import closing
from services.review_registry.domain.review.gates.facts import GateFacts
from services.review_registry.domain.review.rationale import Rationale, decided_on_reasons, recorded
from services.review_registry.domain.review.state import Review


class CloseReview(Rationale):
    """Closes the review (D7). Afterwards you can only withdraw its publication or recall its learning."""


def close_review(review: Review, command: CloseReview, given: Given, facts: GateFacts) -> Decided[Review]:
    """Closes the review, if the gate of closing is met."""
    refuse_if_any(closing.gate(review, facts, given) + decided_on_reasons(review, command, given))
    decision = recorded("close", "close", command, given)
    closed = review.model_copy(update={"closed_on": decision.on, "decisions": (*review.decisions, decision)})
    event = ReviewClosed(
        review=review.id,
        findings_confirmed=sum(1 for each in review.findings if each.confirmed_on),
        actions_sustained=sum(1 for each in facts.actions if each.status is ActionStatus.SUSTAINED),
        products_published=sum(1 for each in facts.products if each.stands),
    )
    return Decided(closed, (event,))
