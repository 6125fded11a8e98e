"""Events in: what learning dissemination does about what the other services make known."""

from services.chassis.kinds import Reactions

LISTENS_TO = ("review-registry", "action-tracking", "learning-dissemination")
REACTIONS: Reactions = {}
