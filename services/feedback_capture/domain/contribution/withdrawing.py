"""Withdrawing a contribution (FC2)."""

from services.chassis.rules.decisions import Decided, Given, Reason, Refused
from services.chassis.rules.values import CommandBody
from services.feedback_capture.domain.contribution.state import Contribution, ContributionStatus


class WithdrawContribution(CommandBody):
    """Withdraws a contribution. Its words are erased for good, and only its count remains."""


def withdraw_contribution(contribution: Contribution, command: WithdrawContribution, given: Given) -> Decided[Contribution]:
    if contribution.status is ContributionStatus.WITHDRAWN:
        raise Refused(Reason("contribution/withdrawn-already", "This contribution has already been withdrawn."))
    changes = {"status": ContributionStatus.WITHDRAWN, "withdrawn_at": given.now, "quote_consent": False}
    return Decided(contribution.model_copy(update=changes))
