"""Naming the facilitators who read the answers to a survey (FC3)."""

from pydantic import Field

from contracts.vocabulary.types import PersonRef
from services.chassis.rules.decisions import Decided, Given
from services.chassis.rules.values import CommandBody
from services.feedback_capture.domain.survey.state import MOST, Survey


class NameSurveyFacilitators(CommandBody):
    """Replaces the facilitators who read and code the answers. Those left out can no longer read them."""

    facilitators: tuple[PersonRef, ...] = Field(max_length=MOST)


def name_survey_facilitators(survey: Survey, command: NameSurveyFacilitators, given: Given) -> Decided[Survey]:
    """Also changes a closed survey, because its answers wait to be read."""
    return Decided(survey.model_copy(update={"facilitators": tuple(dict.fromkeys(command.facilitators))}))
