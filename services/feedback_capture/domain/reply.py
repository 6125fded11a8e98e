"""You said, we did (FC5): what was said on a theme, and what is done about it or why not; cleared before anybody reads it."""

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from contracts.events.feedback_capture import ReplyPublished
from contracts.vocabulary.roles import PARTNERSHIP
from contracts.vocabulary.types import Code, Id, Link, PersonRef, Sha256
from services.chassis.rules.decisions import Actor, Decided, Given, Reason, refuse_if_any
from services.chassis.rules.detectors import identifying
from services.feedback_capture.domain.involvement import Held
from services.feedback_capture.domain.known import KnownAction, KnownProduct
from services.feedback_capture.domain.part import Part

Text = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
Several = Annotated[tuple[Id, ...], Field(max_length=20)]
Known = tuple[Mapping[Id, KnownAction], Mapping[Id, KnownProduct]]
"""What is known of the actions and products that a draft names, by id."""


class DraftReply(Part):
    """Drafts a reply: what was said, and the actions and products that answer it, or why nothing is done."""

    theme: Code
    said: Text
    done: Text
    because: Text | None = None
    actions: Several = ()
    products: Several = ()


class ClearReply(Part):
    """Clears a reply, so that anybody may read it; never one's own."""


class Reply(Held):
    """A reply, and once it is cleared by whom. `findings` are those that its actions answer."""

    id: Id
    theme: Code
    said: str
    done: str
    because: str | None
    actions: tuple[Id, ...]
    products: tuple[Id, ...]
    findings: tuple[Id, ...]
    author: PersonRef
    drafted_on: date
    published_on: date | None = None
    cleared_by: PersonRef | None = None
    link: Link | None = None
    sha256: Sha256 | None = None


def draft_reply(state: None, command: DraftReply, given: Given, known: Known) -> Decided[Reply]:
    actions, products = known
    reasons = []
    if command.theme not in given.framework.theme_codes():
        reasons.append(Reason("reply/unknown-theme", "The settings know no such theme.", "theme"))
    if not (command.actions or command.products or command.because):
        reasons.append(Reason("reply/no-reason", "Where no action and no product answers it, a reply says why.", "because"))
    reasons += [
        Reason("reply/unknown-action", "No such action is known here.", f"actions/{number}")
        for number, id_ in enumerate(command.actions)
        if id_ not in actions
    ]
    reasons += [
        Reason("reply/unknown-product", "No such product is published.", f"products/{number}")
        for number, id_ in enumerate(command.products)
        if id_ not in products or products[id_].withdrawn
    ]
    refuse_if_any(reasons)
    findings = tuple(dict.fromkeys(finding for id_ in command.actions for finding in actions[id_].findings))
    reply = Reply(**dict(command), id=given.id, findings=findings, author=given.actor.person_ref, drafted_on=given.today)
    return Decided(reply)


def clear_reply(state: Reply, command: ClearReply, given: Given) -> Decided[Reply]:
    reasons = []
    if state.published_on:
        reasons.append(Reason("reply/published-already", "This reply has been cleared before."))
    if given.actor.person_ref == state.author:
        reasons.append(Reason("reply/own-text", "A reply is cleared by somebody other than its author."))
    reasons += [
        Reason("reply/identifying", f"This may identify somebody: {code}.", path)
        for path in ("said", "done", "because")
        for code in identifying(getattr(state, path) or "")
    ]
    refuse_if_any(reasons)
    link, hash_ = f"{given.url}/replies/{state.id}", sha256((state.said + state.done).encode()).hexdigest()
    changes = {"published_on": given.today, "cleared_by": given.actor.person_ref, "link": link, "sha256": hash_}
    published = ReplyPublished(reply=state.id, theme=state.theme, findings=state.findings, link=link, sha256=hash_)
    return Decided(state.model_copy(update=changes), (published,))


def keys(state: Reply) -> dict[str, Any]:
    return {"theme": state.theme, "published": "yes" if state.published_on else "no"}


def threads(state: Reply) -> tuple[str, ...]:
    return (*state.findings, state.id)


def visible(state: Reply, actor: Actor) -> bool:
    """To everybody once it is published; a draft to those who write and clear it."""
    return (
        state.published_on is not None
        or actor.holds("decider")
        or (actor.holds("business-unit") and actor.agency == PARTNERSHIP)
    )
