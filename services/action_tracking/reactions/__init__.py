"""Events in: each event of the four services, and the reaction of action tracking."""

from services.action_tracking.reactions import notices, obligation, others, urgent_notice
from services.chassis.room.tables import Reactions

LISTENS_TO = ("review-registry", "action-tracking", "feedback-capture", "learning-dissemination")
REACTIONS: Reactions = {**others.REACTIONS, **obligation.REACTIONS, **notices.REACTIONS, **urgent_notice.REACTIONS}
