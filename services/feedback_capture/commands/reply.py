"""Commands on replies (FC5)."""

from contracts.vocabulary.roles import BUSINESS_UNIT, DECIDER
from services.chassis.room.tables import Command
from services.feedback_capture.domain.reply.clearing import ClearReply, clear_reply
from services.feedback_capture.domain.reply.correcting import CorrectReply, correct_reply
from services.feedback_capture.domain.reply.drafting import DraftReply, draft_reply
from services.feedback_capture.domain.reply.recalling import RecallReply, recall_reply
from services.feedback_capture.facts import responses_quoted, sources_named
from services.feedback_capture.kinds import REPLY

AUTHORS = frozenset({BUSINESS_UNIT})
CLEARERS = frozenset({DECIDER})
RECALLERS = AUTHORS | CLEARERS
"""Anyone who writes or clears replies may take one out at once."""


COMMANDS: tuple[Command, ...] = (
    Command("/replies", REPLY, DraftReply, draft_reply, AUTHORS, creates=True, facts=sources_named),
    Command("/replies/{id}/corrections", REPLY, CorrectReply, correct_reply, AUTHORS, facts=sources_named),
    Command("/replies/{id}/clearance", REPLY, ClearReply, clear_reply, CLEARERS, facts=responses_quoted),
    Command("/replies/{id}/recall", REPLY, RecallReply, recall_reply, RECALLERS),
)
