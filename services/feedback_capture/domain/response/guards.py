"""Checks that several decisions on a response share."""

from services.chassis.rules.decisions import Reason
from services.feedback_capture.domain.response.state import Response, ResponseStatus


def unless_withdrawn(response: Response) -> list[Reason]:
    """Refuses a change to a withdrawn response."""
    if response.status is not ResponseStatus.WITHDRAWN:
        return []
    return [Reason("response/withdrawn", "This response has been withdrawn, so nothing more can be done with it.")]
