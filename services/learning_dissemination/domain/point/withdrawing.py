"""Withdraws a learning point while its source, or a finding behind it, is recalled (LD1)."""

from collections.abc import Mapping

from contracts.events.learning_dissemination import LearningPointWithdrawn
from contracts.vocabulary.reviews import WithdrawalReason
from contracts.vocabulary.types import Code, Id
from services.chassis.rules.decisions import Decided, Given
from services.learning_dissemination.domain.point.state import LearningPoint, PointHead, PointSource

MUST_NOT_STAY = frozenset(
    {WithdrawalReason.IDENTIFIES_SOMEBODY, WithdrawalReason.CONSENT_WITHDRAWN, WithdrawalReason.COURT_ORDER}
)
"""Reasons that would hurt somebody if anything made from the source stayed public."""
NOT_SUSTAINED = "not-sustained"
"""The reason for an action whose change did not last."""


def withdraw(point: LearningPoint, source: Id, reason: Code, given: Given) -> Decided[LearningPoint]:
    """Withdraws the point because of one source. A second recall of that source changes nothing."""
    if source in point.withdrawals:
        return Decided(point)
    withdrawn = LearningPointWithdrawn(point=point.id, reason=reason)
    return Decided(point.model_copy(update={"withdrawals": point.withdrawals | {source: reason}}), (withdrawn,))


def restore(point: LearningPoint, source: Id) -> Decided[LearningPoint]:
    """Ends the withdrawal because of one source. Other reasons stay."""
    left = {each: reason for each, reason in point.withdrawals.items() if each != source}
    return Decided(point.model_copy(update={"withdrawals": left}))


def falls_with_a_finding(point: PointHead, reason: Code) -> bool:
    """Returns whether a recalled finding withdraws the point.

    A statement and a recurrence rest on the finding. An action or a reply falls only if the recalled text must not stay.
    """
    return point.source in (PointSource.FINDING, PointSource.RECURRENCE) or reason in MUST_NOT_STAY


def with_recalls(point: LearningPoint, recalled: Mapping[Id, Code]) -> LearningPoint:
    """Returns the point with the recalls in force of its findings. A reaction may not have withdrawn it yet."""
    behind = {each: recalled[each] for each in point.findings if each in recalled}
    falls = {each: reason for each, reason in behind.items() if falls_with_a_finding(point, reason)}
    return point.model_copy(update={"withdrawals": falls | point.withdrawals})
