"""Taking a response back (FC3): everything that was said goes, and that there was one stays."""

from datetime import datetime, timedelta

from pydantic import Field

from services.chassis.rules.calendar import start_of
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.feedback_capture.domain.concern import Concern
from services.feedback_capture.domain.part import Part
from services.feedback_capture.domain.response import Response, ResponseStatus, faults_of_withdrawn

NOTHING: dict[str, object] = {"texts": {}, "scales": {}, "contact": None, "consents": (), "hits": (), "themes": ()}


class WithdrawResponse(Part):
    """Takes everything back that was said, with the receipt code."""

    receipt: str = Field(max_length=64)


def withdraw_response(state: Response, command: WithdrawResponse, given: Given, concern: Concern | None) -> Decided[Response]:
    """Its key is to be deleted from now on, until that is recorded."""
    reasons = faults_of_withdrawn(state)
    if concern and concern.open:
        told = "It says that somebody may be at risk now: it can be taken back when a person has looked at it."
        reasons.append(Reason("response/concern-open", told))
    refuse_if_any(reasons)
    withdrawn = {"status": ResponseStatus.WITHDRAWN, "erase_on": given.today}
    return Decided(state.model_copy(update=NOTHING | withdrawn))


def alarm(state: Response, given: Given) -> datetime | None:
    """While what was withdrawn is still to be erased."""
    return start_of(state.erase_on, given.framework.partnership.timezone) if state.erase_on else None


def ring(state: Response, given: Given) -> Decided[Response]:
    """Whoever saved this erases, then records it; where that does not come, it is tried again the next day (a response knows no
    shorter time)."""
    if state.erase_on is None or state.erase_on > given.today:
        return Decided(state)
    return Decided(state.model_copy(update={"erase_on": given.today + timedelta(days=1)}))


def record_erased(state: Response, given: Given) -> Decided[Response]:
    """Both keys are gone: that of the response, and that of the concern which held the same words."""
    return Decided(state.model_copy(update={"erase_on": None}))
