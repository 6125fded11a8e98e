"""Drafting a reply to what people said on a theme (FC5)."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, StringConstraints

from contracts.vocabulary.types import Code, Id
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.values import CommandBody
from services.feedback_capture.domain.others.actions import KnownAction
from services.feedback_capture.domain.others.products import KnownProduct
from services.feedback_capture.domain.reply.state import Reply

Text = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
Several = Annotated[tuple[Id, ...], Field(max_length=20)]
Sources = tuple[Mapping[Id, KnownAction], Mapping[Id, KnownProduct]]
"""The known actions and products that a draft names, by id."""


class DraftReply(CommandBody):
    """Drafts a reply: what people said, and the actions and products that answer it, or why nothing is done."""

    theme: Code
    said: Text
    done: Text
    because: Text | None = None
    actions: Several = ()
    products: Several = ()


def draft_reply(state: None, command: DraftReply, given: Given, sources: Sources) -> Decided[Reply]:
    actions, products = sources
    reasons = []
    if command.theme not in given.framework.theme_codes():
        reasons.append(Reason("reply/unknown-theme", "Choose a theme from the framework.", "theme"))
    if not (command.actions or command.products or command.because):
        reasons.append(
            Reason("reply/no-reason", "Name an action or a product that answers this, or say why nothing is done.", "because")
        )
    reasons += [
        Reason("reply/unknown-action", "Choose an action that has been agreed.", f"actions/{number}")
        for number, id_ in enumerate(command.actions)
        if id_ not in actions
    ]
    reasons += [
        Reason("reply/unknown-product", "Choose a product that is published.", f"products/{number}")
        for number, id_ in enumerate(command.products)
        if id_ not in products or products[id_].withdrawn
    ]
    refuse_if_any(reasons)
    findings = tuple(dict.fromkeys(finding for id_ in command.actions for finding in actions[id_].findings))
    reply = Reply(**dict(command), id=given.id, findings=findings, author=given.actor.person_ref, drafted_on=given.today)
    return Decided(reply)
