"""Withdrawing a contribution (FC2)."""

from datetime import date

from contracts.vocabulary.feedback import WithdrawnWords
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.values import CommandBody
from services.feedback_capture.domain.concern.state import Standing
from services.feedback_capture.domain.contribution.state import Contribution, ContributionStatus


class WithdrawContribution(CommandBody):
    """Withdraws a contribution. Its words are erased for good, and only its count remains."""


def withdraw_contribution(
    contribution: Contribution, command: WithdrawContribution, given: Given, concerns: tuple[Standing, ...] = ()
) -> Decided[Contribution]:
    """Withdraws it, unless someone may be at risk and the words are still needed."""
    reasons = []
    if contribution.status is ContributionStatus.WITHDRAWN:
        reasons.append(Reason("contribution/withdrawn-already", "This contribution has already been withdrawn."))
    if any(concern.conclusion is None for concern in concerns):
        message = "We first need to check that everyone is safe. Withdraw this after we have done that."
        reasons.append(Reason("contribution/concern-open", message))
    refuse_if_any(reasons)
    return Decided(_withdrawn(contribution, given))


def follow_withdrawal(contribution: Contribution, words: WithdrawnWords, on: date, given: Given) -> Decided[Contribution]:
    """Does with the words as the party chose when its withdrawal was recorded on that day. Words recorded later stay."""
    if contribution.status is ContributionStatus.WITHDRAWN or contribution.recorded_on > on:
        return Decided(contribution)
    if words is WithdrawnWords.KEEP_AS_GIVEN:
        return Decided(contribution)
    if words is WithdrawnWords.KEEP_WITHOUT_QUOTES:
        return Decided(contribution.model_copy(update={"quote_consent": False}))
    return Decided(_withdrawn(contribution, given))


def _withdrawn(contribution: Contribution, given: Given) -> Contribution:
    changes = {"status": ContributionStatus.WITHDRAWN, "withdrawn_at": given.now, "quote_consent": False}
    return contribution.model_copy(update=changes)
