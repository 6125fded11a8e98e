"""Everything that people read of feedback capture. `VIEWS` holds the answers to commands."""

from services.chassis.http.views import Views
from services.feedback_capture.kinds import CONCERN, CONTRIBUTION, INVOLVEMENT, REPLY, RESPONSE, SUMMARY, SURVEY
from services.feedback_capture.queries.concerns import ConcernShown, concern_shown
from services.feedback_capture.queries.contributions import ContributionShown, contribution_shown
from services.feedback_capture.queries.involvements import InvolvementShown, involvement_shown
from services.feedback_capture.queries.replies import ReplyShown, reply_shown
from services.feedback_capture.queries.responses import ResponseShown, response_shown
from services.feedback_capture.queries.summaries import SummaryShown, summary_shown
from services.feedback_capture.queries.surveys import SurveyShown, survey_shown

VIEWS: Views = {
    INVOLVEMENT.name: (InvolvementShown, involvement_shown),
    CONTRIBUTION.name: (ContributionShown, contribution_shown),
    SURVEY.name: (SurveyShown, survey_shown),
    RESPONSE.name: (ResponseShown, response_shown),
    CONCERN.name: (ConcernShown, concern_shown),
    SUMMARY.name: (SummaryShown, summary_shown),
    REPLY.name: (ReplyShown, reply_shown),
}
