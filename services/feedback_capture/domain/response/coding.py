"""Coding a response to themes, by a person (FC4)."""

from pydantic import Field

from contracts.vocabulary.types import Code
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.values import CommandBody
from services.feedback_capture.domain.response.chasing import late_on
from services.feedback_capture.domain.response.guards import unless_withdrawn
from services.feedback_capture.domain.response.state import Response, ResponseStatus


class CodeResponse(CommandBody):
    """Records the themes of a response. It replaces the themes recorded before."""

    themes: tuple[Code, ...] = Field(min_length=1, max_length=10)


def code_response(response: Response, command: CodeResponse, given: Given) -> Decided[Response]:
    """Starts the clock of the reply. Changes no summary that was made already."""
    reasons = unless_withdrawn(response)
    if not set(command.themes) <= given.framework.theme_codes():
        reasons.append(Reason("response/unknown-theme", "Choose themes from the framework.", "themes"))
    refuse_if_any(reasons)
    late = late_on(response.said_on, ResponseStatus.CODED, given.framework.feedback)
    coded = {"themes": tuple(dict.fromkeys(command.themes)), "status": ResponseStatus.CODED, "chase_on": late}
    return Decided(response.read(given.today).model_copy(update=coded))
