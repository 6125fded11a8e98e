"""Taking back the consent to one use of a response, with its receipt code (FC3)."""

from pydantic import Field

from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.values import CommandBody
from services.feedback_capture.domain.response.consents import Purpose
from services.feedback_capture.domain.response.guards import unless_withdrawn
from services.feedback_capture.domain.response.state import Response


class WithdrawConsent(CommandBody):
    """Takes back the consent to one use. The response stays, and the other answers too."""

    receipt: str = Field(max_length=64)
    purpose: Purpose


def withdraw_consent(response: Response, command: WithdrawConsent, given: Given) -> Decided[Response]:
    """Makes the act that follows due: erasing contact details, and recalling the replies that quote the response."""
    reasons = unless_withdrawn(response)
    if not response.allows(command.purpose) and not reasons:
        reasons.append(Reason("response/not-allowed", "You do not allow this now, so you do not need to do more.", "purpose"))
    refuse_if_any(reasons)
    changes: dict[str, object] = {
        "consents": tuple(
            each.model_copy(update={"withdrawn_on": given.today}) if each.purpose is command.purpose else each
            for each in response.consents
        ),
        "erase_on": given.today,
    }
    if command.purpose is Purpose.CONTACT_AGAIN:
        changes["contact"] = None
    return Decided(response.model_copy(update=changes))
