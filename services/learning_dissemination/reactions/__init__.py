"""Every event that learning dissemination reacts to."""

from services.chassis.room.tables import Reactions
from services.learning_dissemination.reactions import others, plan, point, product, tally

LISTENS_TO = ("review-registry", "action-tracking", "feedback-capture", "learning-dissemination")
REACTIONS: Reactions = {**others.REACTIONS, **plan.REACTIONS, **point.REACTIONS, **product.REACTIONS, **tally.REACTIONS}
"""The reaction to each event. Points and products replace the rows that they extend."""
