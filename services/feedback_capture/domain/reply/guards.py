"""Checks that several decisions on a reply share."""

from services.chassis.rules.decisions import Reason
from services.feedback_capture.domain.reply.state import Reply


def unless_recalled(reply: Reply) -> list[Reason]:
    """Refuses a change to a recalled reply."""
    if reply.recalled is None:
        return []
    return [Reason("reply/recalled", "This reply was recalled, and its words are erased. Draft a new reply instead.")]
