"""Checks that several decisions on a concern share."""

from services.chassis.rules.decisions import Reason
from services.feedback_capture.domain.concern.state import Concern


def unless_concluded(concern: Concern) -> list[Reason]:
    """Refuses a change to a concern that has an outcome, or that another one gathers."""
    if concern.part_of:
        return [Reason("concern/gathered", "This answer is one of many. Choose the concern that gathers them.")]
    if concern.conclusion is None:
        return []
    message = "This concern has an outcome already. Read the outcome, and raise what is new with the service concerned."
    return [Reason("concern/concluded-already", message)]
