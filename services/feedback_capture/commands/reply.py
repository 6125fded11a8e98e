"""Commands on replies (FC5)."""

from contracts.vocabulary.roles import BUSINESS_UNIT, DECIDER
from services.chassis.room.tables import Command
from services.feedback_capture.domain.reply.clearing import ClearReply, clear_reply
from services.feedback_capture.domain.reply.drafting import DraftReply, draft_reply
from services.feedback_capture.facts import sources_named
from services.feedback_capture.kinds import REPLY

AUTHORS = frozenset({BUSINESS_UNIT})
CLEARERS = frozenset({DECIDER})

COMMANDS: tuple[Command, ...] = (
    Command("/replies", REPLY, DraftReply, draft_reply, AUTHORS, creates=True, facts=sources_named),
    Command("/replies/{id}/clearance", REPLY, ClearReply, clear_reply, CLEARERS),
)
