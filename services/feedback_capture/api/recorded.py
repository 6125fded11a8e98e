"""The routes whose reads are recorded: they show what people said, concerns and drafts (docs/access.md "The log of reads")."""

from services.chassis.http.read_log import Recorded
from services.feedback_capture.kinds import CONCERN, CONTRIBUTION, INVOLVEMENT, REPLY, RESPONSE

RECORDED: Recorded = {
    "ListInvolvements": INVOLVEMENT,
    "ReadInvolvement": INVOLVEMENT,
    "ListContributions": CONTRIBUTION,
    "ReadContribution": CONTRIBUTION,
    "ListResponses": RESPONSE,
    "ListConcerns": CONCERN,
    "ReadConcern": CONCERN,
    "ListDrafts": REPLY,
}
