"""Withdrawing a publication (RR5). A tombstone remains, also once the review is closed."""

from contracts.events.review_registry import PublicationWithdrawn
from contracts.vocabulary.reviews import WithdrawalReason
from services.chassis.rules.decisions import Decided, Given, Reason, Refused
from services.chassis.rules.values import CommandBody
from services.review_registry.domain.review.public_text import UNANSWERED
from services.review_registry.domain.review.state import Review


class WithdrawPublication(CommandBody):
    """Withdraws a publication. It must be checked again before anything is published again."""

    reason: WithdrawalReason


def withdraw_publication(review: Review, command: WithdrawPublication, given: Given) -> Decided[Review]:
    """Withdraws what is published, and removes its checks. Whether to publish must be decided again (D6)."""
    published = review.publication
    if published is None or not published.stands:
        sentence = "You cannot withdraw this review because it is not published."
        raise Refused(Reason("publication/none", sentence))
    withdrawn = published.model_copy(update={"withdrawn_on": given.today, "reason": command.reason})
    event = PublicationWithdrawn(review=review.id, reason=command.reason)
    changes = {"publication": withdrawn, "undecided": len(review.decisions), **UNANSWERED}
    return Decided(review.model_copy(update=changes), (event,))
