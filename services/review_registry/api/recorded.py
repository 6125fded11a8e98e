"""The routes whose reads are recorded: they show words of a review, drafts among them (docs/access.md "The log of reads")."""

from services.chassis.http.read_log import Recorded
from services.review_registry.kinds import REVIEW

RECORDED: Recorded = {
    "ListReviews": REVIEW,
    "ReadReview": REVIEW,
    "ListFindings": REVIEW,
    "ReadGate": REVIEW,
    "ListLearningDrafts": REVIEW,
    "ReadReviewHistory": REVIEW,
    "ReadTheme": REVIEW,
}
