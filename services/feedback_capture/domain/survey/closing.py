"""Closing a survey before its last day (FC3)."""

from services.chassis.rules.decisions import Decided, Given, refuse_if_any
from services.chassis.rules.values import CommandBody
from services.feedback_capture.domain.survey.guards import while_open
from services.feedback_capture.domain.survey.state import ClosedEarly, ClosingReason, Survey


class CloseSurvey(CommandBody):
    """Closes a survey at once. Answers that were sent are kept."""

    reason: ClosingReason


def close_survey(survey: Survey, command: CloseSurvey, given: Given) -> Decided[Survey]:
    """Closes for good, because people may have been told that it is over."""
    refuse_if_any(while_open(survey, given.today))
    closed = ClosedEarly(on=given.today, reason=command.reason)
    return Decided(survey.model_copy(update={"closes": given.today, "closed_early": closed}))
