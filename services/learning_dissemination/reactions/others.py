"""Reactions that keep the projections of actions and feedback (LD2, LD3)."""

from services.chassis.room.projections import project
from services.chassis.room.tables import Reactions
from services.learning_dissemination.domain.others.actions import ACTION_CHANGES, action_of, new_action
from services.learning_dissemination.domain.others.feedback import FEEDBACK_CHANGES, heard_id, new_heard
from services.learning_dissemination.kinds import HEARD, KNOWN_ACTION

ACTIONS: Reactions = project(KNOWN_ACTION, ACTION_CHANGES, action_of, new_action)
FEEDBACK: Reactions = project(HEARD, FEEDBACK_CHANGES, heard_id, new_heard)
REACTIONS: Reactions = {**ACTIONS, **FEEDBACK}
