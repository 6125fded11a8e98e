"""Clearing a reply for publication, by someone other than its author (FC5)."""

from hashlib import sha256

from contracts.events.feedback_capture import ReplyPublished
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.detectors import DETECTORS, identifying
from services.chassis.rules.values import CommandBody
from services.feedback_capture.domain.reply.state import Reply


class ClearReply(CommandBody):
    """Clears a reply, so that everybody can read it. Its author cannot clear it."""


def clear_reply(reply: Reply, command: ClearReply, given: Given) -> Decided[Reply]:
    reasons = []
    if reply.published_on:
        reasons.append(Reason("reply/published-already", "This reply is already published."))
    if given.actor.person_ref == reply.author:
        reasons.append(Reason("reply/own-text", "You wrote this reply, so someone else must clear it."))
    reasons += [
        Reason(
            "reply/identifying", f"This may identify someone: it contains what looks like {DETECTORS[code]}. Remove it.", path
        )
        for path in ("said", "done", "because")
        for code in identifying(getattr(reply, path) or "")
    ]
    refuse_if_any(reasons)
    link, hash_ = f"{given.url}/replies/{reply.id}", sha256((reply.said + reply.done).encode()).hexdigest()
    changes = {"published_on": given.today, "cleared_by": given.actor.person_ref, "link": link, "sha256": hash_}
    published = ReplyPublished(reply=reply.id, theme=reply.theme, findings=reply.findings, link=link, sha256=hash_)
    return Decided(reply.model_copy(update=changes), (published,))
