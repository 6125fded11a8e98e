"""Commands on concerns (FC3)."""

from contracts.vocabulary.roles import BUSINESS_UNIT, DECIDER, FACILITATOR
from services.chassis.room.tables import Command
from services.feedback_capture.domain.concern.taking import TakeConcern, take_concern
from services.feedback_capture.kinds import CONCERN

TAKERS = frozenset({BUSINESS_UNIT, FACILITATOR, DECIDER})

COMMANDS: tuple[Command, ...] = (Command("/concerns/{id}/taken", CONCERN, TakeConcern, take_concern, TAKERS),)
