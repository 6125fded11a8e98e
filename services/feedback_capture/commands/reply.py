"""Commands on replies (FC5)."""

from contracts.vocabulary.roles import BUSINESS_UNIT, DECIDER
from services.chassis.room.erasure import sealed
from services.chassis.room.room import Room
from services.chassis.room.tables import Command
from services.feedback_capture.domain.reply.clearing import ClearReply, clear_reply
from services.feedback_capture.domain.reply.correcting import CorrectReply, correct_reply
from services.feedback_capture.domain.reply.drafting import DraftReply, NewVersion, draft_reply
from services.feedback_capture.domain.reply.recalling import RecallReply, recall_reply
from services.feedback_capture.facts import sources_named, words_drafted
from services.feedback_capture.kinds import REPLY

AUTHORS = frozenset({BUSINESS_UNIT})
CLEARERS = frozenset({DECIDER})
RECALLERS = AUTHORS | CLEARERS
"""Anyone who writes or clears replies may take one out at once."""


async def seal_version(room: Room, id_: str, command: NewVersion) -> NewVersion:
    """Seals the words under the reply's own key. They are stored in no other way."""
    texts = {"said": command.said, "done": command.done, "because": command.because}
    return command.model_copy(update={name: await sealed(room, id_, text) for name, text in texts.items() if text is not None})


COMMANDS: tuple[Command, ...] = (
    Command("/replies", REPLY, DraftReply, draft_reply, AUTHORS, creates=True, facts=sources_named, prepare=seal_version),
    Command(
        "/replies/{id}/corrections", REPLY, CorrectReply, correct_reply, AUTHORS, facts=sources_named, prepare=seal_version
    ),
    Command("/replies/{id}/clearance", REPLY, ClearReply, clear_reply, CLEARERS, facts=words_drafted),
    Command("/replies/{id}/recall", REPLY, RecallReply, recall_reply, RECALLERS),
)
