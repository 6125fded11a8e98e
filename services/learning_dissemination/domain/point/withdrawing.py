"""Withdraws a learning point when its source is recalled (LD1)."""

from contracts.events.learning_dissemination import LearningPointWithdrawn
from contracts.vocabulary.types import Code
from services.chassis.rules.decisions import Decided, Given
from services.learning_dissemination.domain.point.state import LearningPoint


def withdraw(point: LearningPoint, reason: Code, given: Given) -> Decided[LearningPoint]:
    """Withdraws the point once. A second recall changes nothing."""
    if point.withdrawn:
        return Decided(point)
    withdrawn = LearningPointWithdrawn(point=point.id, reason=reason)
    return Decided(point.model_copy(update={"withdrawn": reason}), (withdrawn,))
