"""Commands on surveys (FC3)."""

from contracts.vocabulary.roles import BUSINESS_UNIT
from services.chassis.room.tables import Command
from services.feedback_capture.domain.survey.closing import CloseSurvey, close_survey
from services.feedback_capture.domain.survey.extending import ExtendSurvey, extend_survey
from services.feedback_capture.domain.survey.naming import NameSurveyFacilitators, name_survey_facilitators
from services.feedback_capture.domain.survey.opening import OpenSurvey, open_survey
from services.feedback_capture.kinds import SURVEY

OPENERS = frozenset({BUSINESS_UNIT})

COMMANDS: tuple[Command, ...] = (
    Command("/surveys", SURVEY, OpenSurvey, open_survey, OPENERS, creates=True),
    Command("/surveys/{id}/closure", SURVEY, CloseSurvey, close_survey, OPENERS),
    Command("/surveys/{id}/extensions", SURVEY, ExtendSurvey, extend_survey, OPENERS),
    Command("/surveys/{id}/facilitators", SURVEY, NameSurveyFacilitators, name_survey_facilitators, OPENERS),
)
