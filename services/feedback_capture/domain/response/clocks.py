"""The clocks of a response, rung as one."""

from datetime import datetime

from services.chassis.rules.decisions import Decided, Given
from services.feedback_capture.domain.response import chasing, erasing
from services.feedback_capture.domain.response.state import Response

CLOCKS = ((erasing.alarm, erasing.ring), (chasing.alarm, chasing.ring))


def alarm(response: Response, given: Given) -> datetime | None:
    """Returns the earliest alarm."""
    return min((at for each, _ in CLOCKS if (at := each(response, given))), default=None)


def ring(response: Response, given: Given) -> Decided[Response]:
    """Rings every clock. None of them emits an event."""
    for _, each in CLOCKS:
        response = each(response, given).state
    return Decided(response)
