"""Checks that several decisions on a survey share."""

from datetime import date

from services.chassis.rules.decisions import Reason
from services.feedback_capture.domain.survey.state import Survey


def while_open(survey: Survey, today: date) -> list[Reason]:
    """Refuses a change after the survey has closed."""
    if survey.is_open(today):
        return []
    return [Reason("survey/closed-already", "This survey is closed. Open a new survey to ask again.")]
