"""Recalling a published reply that must not stay (FC5)."""

from contracts.events.feedback_capture import ReplyRecalled
from contracts.vocabulary.reviews import WithdrawalReason
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.values import CommandBody
from services.feedback_capture.domain.reply.guards import unless_recalled
from services.feedback_capture.domain.reply.state import Reply


class RecallReply(CommandBody):
    """Recalls a published reply for good. Nobody can read it any more, and its words are erased."""

    reason: WithdrawalReason


def recall_reply(reply: Reply, command: RecallReply, given: Given) -> Decided[Reply]:
    """Drops every version at once, and makes the deletion of their key due. The hash stays as a proof."""
    reasons = unless_recalled(reply)
    if reply.published_on is None:
        reasons.append(Reason("reply/not-published", "You can recall a reply only after it was published. Correct the draft."))
    refuse_if_any(reasons)
    changes = {"draft": None, "public": None, "recalled": command.reason, "recalled_at": given.now}
    return Decided(reply.model_copy(update=changes), (ReplyRecalled(reply=reply.id, reason=command.reason),))
