"""Events in: each event of the four services, and what the review registry does about it."""

from services.chassis.room.tables import Reactions
from services.review_registry.reactions import others, review, theme

LISTENS_TO = ("action-tracking", "feedback-capture", "learning-dissemination", "review-registry")
REACTIONS: Reactions = {**others.REACTIONS, **review.REACTIONS, **theme.REACTIONS}
