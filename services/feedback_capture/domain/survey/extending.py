"""Extending a survey that is still open (FC3)."""

from datetime import date

from services.chassis.rules.calendar import add_months
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.values import CommandBody
from services.feedback_capture.domain.survey.guards import while_open
from services.feedback_capture.domain.survey.state import ExtendingReason, Extension, Survey

MONTHS = 12
"""The longest time that an extension may give, from its own day."""


class ExtendSurvey(CommandBody):
    """Moves the last day of an open survey to a later day."""

    closes: date
    reason: ExtendingReason


def extend_survey(survey: Survey, command: ExtendSurvey, given: Given) -> Decided[Survey]:
    """Keeps each extension with its reason."""
    reasons = while_open(survey, given.today)
    if command.closes <= survey.closes:
        sentence = "Choose a day after the present closing date. To end the survey, close it."
        reasons.append(Reason("survey/not-later", sentence, "closes"))
    if command.closes > add_months(given.today, MONTHS):
        sentence = f"Choose a day in the next {MONTHS} months. You can extend the survey again later."
        reasons.append(Reason("survey/closes-too-late", sentence, "closes"))
    refuse_if_any(reasons)
    more = Extension(on=given.today, before=survey.closes, after=command.closes, reason=command.reason)
    return Decided(survey.model_copy(update={"closes": command.closes, "extensions": (*survey.extensions, more)}))
