"""Events in: what learning dissemination does about what the other services and it itself make known."""

from services.chassis.kinds import Reactions

LISTENS_TO = ("review-registry", "action-tracking", "feedback-capture", "learning-dissemination")
REACTIONS: Reactions = {}
