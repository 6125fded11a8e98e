"""Events in: what feedback capture does about what the other services make known."""

from services.chassis.kinds import Reactions

LISTENS_TO = ("review-registry", "action-tracking", "feedback-capture")
REACTIONS: Reactions = {}
