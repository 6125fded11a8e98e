"""Events in: each event of the four services, and the reaction of action tracking."""

from services.action_tracking.reactions import notices, obligation, others, urgent_notice
from services.chassis.room.tables import Reactions

LISTENS_TO = ("review-registry", "action-tracking", "feedback-capture", "learning-dissemination")
REACTIONS: Reactions = {**others.REACTIONS, **notices.REACTIONS, **obligation.REACTIONS, **urgent_notice.REACTIONS}
"""Rows of `obligation` also notify and follow, so they take the place of the plain ones."""
