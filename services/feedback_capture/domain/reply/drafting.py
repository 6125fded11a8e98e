"""Drafting a reply to what people said on a theme (FC5)."""

from collections.abc import Iterable, Mapping
from typing import Annotated

from pydantic import Field, StringConstraints

from contracts.vocabulary.feedback import SourceGroup
from contracts.vocabulary.types import Code, Id
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.person import person_of
from services.chassis.rules.values import CommandBody
from services.feedback_capture.domain.others.actions import KnownAction
from services.feedback_capture.domain.others.products import KnownProduct
from services.feedback_capture.domain.reply.state import All, Reply, Version
from services.feedback_capture.domain.response.quoting import may_quote
from services.feedback_capture.domain.response.state import Wordless

Text = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
Several = Annotated[tuple[Id, ...], Field(max_length=20)]
Quoted = Mapping[Id, Wordless]
Sources = tuple[Mapping[Id, KnownAction], Mapping[Id, KnownProduct], Quoted]
"""The known actions and products that a draft names, and the responses that it quotes, by id."""


class NewVersion(CommandBody):
    """The words of a version, and the actions and products that it rests on, or why nothing is done."""

    said: Text
    done: Text
    because: Text | None = None
    actions: Several = ()
    products: Several = ()
    quotes: Several = ()
    """The responses that the words quote."""


class DraftReply(NewVersion):
    """Drafts a reply to what these groups said about these services, or `all` of them."""

    theme: Code
    services: All | Annotated[tuple[Code, ...], Field(min_length=1, max_length=30)]
    source_groups: All | Annotated[tuple[SourceGroup, ...], Field(min_length=1, max_length=len(SourceGroup))]


def draft_reply(state: None, command: DraftReply, given: Given, sources: Sources) -> Decided[Reply]:
    """Keeps the words as the first version, which someone else clears."""
    reasons = []
    if command.theme not in given.framework.theme_codes():
        reasons.append(Reason("reply/unknown-theme", "Choose a theme from the framework.", "theme"))
    known = [each.code for each in given.framework.feedback.services]
    reasons += [
        Reason("reply/unknown-service", f"Choose all, or some of: {', '.join(known)}.", f"services/{number}")
        for number, service in enumerate(() if command.services == "all" else command.services)
        if service not in known
    ]
    refuse_if_any([*reasons, *faults(command, sources)])
    reply = Reply(
        id=given.id,
        theme=command.theme,
        services=command.services,
        source_groups=command.source_groups,
        draft=new_version(command, given, sources),
        writers=(person_of(given.actor),),
    )
    return Decided(reply)


def faults(command: NewVersion, sources: Sources) -> list[Reason]:
    """Returns every reason to refuse a version."""
    actions, products, quoted = sources
    reasons = unless_quotable(command.quotes, quoted)
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
    return reasons


def unless_quotable(quotes: Iterable[Id], quoted: Quoted) -> list[Reason]:
    """Refuses a quote that the person does not allow, or no longer."""
    sentence = "This person does not allow us to publish their words. Use your own words, and take the quote out."
    return [
        Reason("reply/quote-not-allowed", sentence, f"quotes/{number}")
        for number, id_ in enumerate(quotes)
        if id_ not in quoted or not may_quote(quoted[id_])
    ]


def new_version(command: NewVersion, given: Given, sources: Sources) -> Version:
    """Returns the version, with the findings that its actions answer."""
    actions, *_ = sources
    return Version(
        said=command.said,
        done=command.done,
        because=command.because,
        actions=command.actions,
        products=command.products,
        findings=tuple(dict.fromkeys(finding for id_ in command.actions for finding in actions[id_].findings)),
        quotes=command.quotes,
        author=person_of(given.actor),
        drafted_on=given.today,
    )
