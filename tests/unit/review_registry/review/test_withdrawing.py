"""Withdrawing a publication (RR5)."""

from typing import Any

from contracts.events.review_registry import PublicationWithdrawn
from contracts.vocabulary.reviews import WithdrawalReason
from services.review_registry.domain.review.gates.facts import GateFacts
from services.review_registry.domain.review.publishing import publish_review
from services.review_registry.domain.review.reporting import write_report
from services.review_registry.domain.review.state import Review
from services.review_registry.domain.review.withdrawing import WithdrawPublication, withdraw_publication
from tests.builders.refusals import codes
from tests.builders.review_registry import BUSINESS_UNIT, DECIDER, ID, LEAD, TODAY, given
from tests.builders.review_registry_closing import (
    CHECKS,
    checked,
    deciding,
    published,
    ready,
    report,
    told,
)


def publishing(review: Review, outcome: str = "full", facts: GateFacts | None = None, **changed: Any) -> list[str]:
    """Returns the codes with which this decision is refused."""
    return codes(publish_review, review, deciding(outcome, **changed), given(DECIDER), facts or told())


def test_withdrawn_report_must_be_checked_again() -> None:
    """It was withdrawn for a reason that two checkers did not find."""
    review = withdraw_publication(
        published(), WithdrawPublication(reason=WithdrawalReason.IDENTIFIES_SOMEBODY), given(DECIDER)
    ).state
    assert publishing(review) == ["publication/not-checked"] * len(CHECKS)
    assert publish_review(checked(review, BUSINESS_UNIT, DECIDER), deciding(), given(DECIDER), told()).events


def test_withdrawal_leaves_a_tombstone_and_allows_a_correction() -> None:
    command = WithdrawPublication(reason=WithdrawalReason.IDENTIFIES_SOMEBODY)
    decided = withdraw_publication(published(), command, given(DECIDER))
    assert decided.events == (PublicationWithdrawn(review=ID, reason="identifies-somebody"),)
    assert decided.state.publication is not None
    assert (decided.state.publication.withdrawn_on, decided.state.publication.reason) == (TODAY, "identifies-somebody")
    assert codes(withdraw_publication, decided.state, command, given(DECIDER)) == ["publication/none"]
    corrected = write_report(decided.state, report(), given(LEAD)).state
    again = publish_review(checked(corrected, BUSINESS_UNIT, DECIDER), deciding(), given(DECIDER), told()).state
    assert again.publication is not None
    assert again.publication.withdrawn_on is None


def test_unpublished_review_cannot_be_withdrawn() -> None:
    assert codes(withdraw_publication, ready(), WithdrawPublication(reason=WithdrawalReason.FACTUAL_ERROR), given(DECIDER)) == [
        "publication/none"
    ]
