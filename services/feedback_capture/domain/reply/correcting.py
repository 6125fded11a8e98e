"""Correcting a reply: a new version that someone else clears (FC5)."""

from services.chassis.rules.decisions import Decided, Given, refuse_if_any
from services.chassis.rules.person import person_of
from services.feedback_capture.domain.reply.drafting import NewVersion, Sources, faults, new_version
from services.feedback_capture.domain.reply.guards import unless_recalled
from services.feedback_capture.domain.reply.state import Reply


class CorrectReply(NewVersion):
    """Drafts a new version of a reply. The public version stays until the new one is cleared."""


def correct_reply(reply: Reply, command: CorrectReply, given: Given, sources: Sources) -> Decided[Reply]:
    """Replaces a draft that waits. Its writer still counts as a writer of the reply."""
    refuse_if_any([*unless_recalled(reply), *faults(command, sources)])
    writers = tuple(dict.fromkeys((*reply.writers, person_of(given.actor))))
    return Decided(reply.model_copy(update={"draft": new_version(command, given, sources), "writers": writers}))
