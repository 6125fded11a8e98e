"""Clearing a version of a reply for publication, by someone who wrote none of its versions (FC5)."""

import json
from hashlib import sha256

from contracts.events.feedback_capture import ReplyPublished
from contracts.vocabulary.types import Sha256
from services.chassis.rules.decisions import Decided, Given, Reason, Refused
from services.chassis.rules.detectors import DETECTORS, identifying
from services.chassis.rules.person import is_one_of, person_of
from services.chassis.rules.values import CommandBody
from services.feedback_capture.domain.reply.drafting import Quoted, unless_quotable
from services.feedback_capture.domain.reply.guards import unless_recalled
from services.feedback_capture.domain.reply.state import Reply, Version


class ClearReply(CommandBody):
    """Clears the draft of a reply, so that everybody can read it. Nobody who wrote any version can clear it."""


def clear_reply(reply: Reply, command: ClearReply, given: Given, quoted: Quoted) -> Decided[Reply]:
    """Publishes the draft. A correction keeps the day of the first publication, because it covers nothing said later."""
    reasons = unless_recalled(reply)
    reasons += unless_quotable(reply.draft.quotes, quoted) if reply.draft else []
    if reply.draft is None and not reasons:
        reasons.append(Reason("reply/published-already", "This reply is already published. Correct it to publish other words."))
    if is_one_of(given.actor, reply.writers):
        reasons.append(Reason("reply/own-text", "You wrote a version of this reply, so someone else must clear it."))
    reasons += [
        Reason(
            "reply/identifying", f"This may identify someone: it contains what looks like {DETECTORS[code]}. Remove it.", path
        )
        for path in ("said", "done", "because")
        for code in identifying(getattr(reply.draft, path, None) or "")
    ]
    if reasons or reply.draft is None:
        raise Refused(*reasons)
    link, hash_ = f"{given.url}/replies/{reply.id}", hash_of(reply.draft)
    changes = {
        "draft": None,
        "public": reply.draft,
        "published_on": reply.published_on or given.today,
        "corrected_on": given.today if reply.published_on else None,
        "cleared_by": person_of(given.actor),
        "link": link,
        "sha256": hash_,
    }
    event = ReplyPublished(reply=reply.id, theme=reply.theme, findings=reply.draft.findings, link=link, sha256=hash_)
    return Decided(reply.model_copy(update=changes), (event,))


def hash_of(words: Version) -> Sha256:
    """Returns the hash of all words, as a JSON list of the three texts, so that no two replies share one."""
    return sha256(json.dumps([words.said, words.done, words.because]).encode()).hexdigest()
