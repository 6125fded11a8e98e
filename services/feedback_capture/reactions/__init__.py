"""Events in: the topics that feedback capture reads, and its reaction to each event."""

from services.chassis.room.tables import Reactions
from services.feedback_capture.reactions import contribution, involvement, others, waiting

LISTENS_TO = ("review-registry", "action-tracking", "feedback-capture", "learning-dissemination")
REACTIONS: Reactions = {**involvement.REACTIONS, **contribution.REACTIONS, **waiting.REACTIONS, **others.REACTIONS}
