"""Events in: each event of the four services, and what action tracking does about it."""

from contracts.events.action_tracking import (
    ActionAgreed,
    ActionCompleted,
    ActionEscalated,
    ActionJudged,
    ActionReopened,
    ActionSustained,
    ObligationAnswered,
    ObligationOpened,
    ObligationOverdue,
)
from contracts.events.feedback_capture import (
    FeedbackUnanswered,
    ImmediateConcernRaised,
    ImmediateConcernTaken,
    InvolvementOverdue,
    InvolvementResumed,
)
from contracts.events.learning_dissemination import ReachFellShort
from contracts.events.review_registry import (
    FindingRecorded,
    HoldReviewDue,
    LeadReviewerIndependenceLost,
    ReviewOpened,
    StatutoryClockMissed,
    ThemeRecurred,
)
from services.action_tracking.reactions.notices import notify, notify_of_action, notify_of_obligation, notify_of_review
from services.action_tracking.reactions.obligation import answer_and_notify, open_obligations
from services.action_tracking.reactions.others import FOLLOW_REVIEW, follow_and_notify
from services.action_tracking.reactions.urgent_notice import raise_concern, take_concern
from services.chassis.room.tables import Reactions

LISTENS_TO = ("review-registry", "action-tracking", "feedback-capture", "learning-dissemination")
REACTIONS: Reactions = {
    **FOLLOW_REVIEW,
    ReviewOpened: follow_and_notify,
    LeadReviewerIndependenceLost: notify_of_review,
    StatutoryClockMissed: notify_of_review,
    HoldReviewDue: notify_of_review,
    ThemeRecurred: notify,
    FindingRecorded: open_obligations,
    ObligationOpened: notify_of_obligation,
    ObligationAnswered: notify_of_obligation,
    ObligationOverdue: notify_of_obligation,
    ActionAgreed: answer_and_notify,
    ActionEscalated: notify_of_action,
    ActionCompleted: notify_of_action,
    ActionJudged: notify_of_action,
    ActionSustained: notify_of_action,
    ActionReopened: notify_of_action,
    InvolvementResumed: notify_of_review,
    InvolvementOverdue: notify_of_review,
    FeedbackUnanswered: notify,
    ImmediateConcernRaised: raise_concern,
    ImmediateConcernTaken: take_concern,
    ReachFellShort: notify,
}
