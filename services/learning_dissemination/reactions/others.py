"""Reactions that keep the projections of actions, findings and feedback (LD2, LD3)."""

from services.chassis.room.projections import project
from services.chassis.room.tables import Reactions
from services.learning_dissemination.domain.others.actions import ACTION_CHANGES, action_of, new_action
from services.learning_dissemination.domain.others.feedback import FEEDBACK_CHANGES, heard_id, new_heard
from services.learning_dissemination.domain.others.findings import FINDING_CHANGES, finding_of, new_finding
from services.learning_dissemination.kinds import HEARD, KNOWN_ACTION, KNOWN_FINDING

ACTIONS: Reactions = project(KNOWN_ACTION, ACTION_CHANGES, action_of, new_action)
FINDINGS: Reactions = project(KNOWN_FINDING, FINDING_CHANGES, finding_of, new_finding)
FEEDBACK: Reactions = project(HEARD, FEEDBACK_CHANGES, heard_id, new_heard)
REACTIONS: Reactions = {**ACTIONS, **FINDINGS, **FEEDBACK}
