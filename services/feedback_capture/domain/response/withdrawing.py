"""Withdrawing a response with its receipt code: everything said is erased, and published counts stay (FC3)."""

from pydantic import Field

from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.values import CommandBody
from services.feedback_capture.domain.concern.state import Standing
from services.feedback_capture.domain.response.guards import unless_withdrawn
from services.feedback_capture.domain.response.state import Response, ResponseStatus

NOTHING: dict[str, object] = {"texts": {}, "scales": {}, "contact": None, "consents": (), "hits": (), "themes": ()}


class WithdrawResponse(CommandBody):
    """Withdraws a response, with its receipt code."""

    receipt: str = Field(max_length=64)


def withdraw_response(
    response: Response, command: WithdrawResponse, given: Given, concerns: tuple[Standing, ...]
) -> Decided[Response]:
    """Empties the response, and makes the deletion of its key due."""
    reasons = unless_withdrawn(response)
    if any(concern.conclusion is None for concern in concerns):
        message = "We first need to check that everyone is safe. You can take this back after we have done that."
        reasons.append(Reason("response/concern-open", message))
    refuse_if_any(reasons)
    withdrawn = {"status": ResponseStatus.WITHDRAWN, "chase_on": None, "erase_on": given.today}
    return Decided(response.model_copy(update=NOTHING | withdrawn))
