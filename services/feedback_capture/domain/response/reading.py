"""Reading a response: a person records that they read its words (FC3)."""

from services.chassis.rules.decisions import Decided, Given, refuse_if_any
from services.chassis.rules.values import CommandBody
from services.feedback_capture.domain.response.guards import unless_withdrawn
from services.feedback_capture.domain.response.state import Response


class ReadResponse(CommandBody):
    """Records that the person who sends this has read the response."""


def read_response(response: Response, command: ReadResponse, given: Given) -> Decided[Response]:
    """Keeps the first day on which someone read it."""
    refuse_if_any(unless_withdrawn(response))
    return Decided(response.read(given.today))
