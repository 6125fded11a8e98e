"""The stored state of a reply: "you said, we did" (FC5)."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal

from pydantic import AwareDatetime

from contracts.vocabulary.feedback import SourceGroup
from contracts.vocabulary.reviews import WithdrawalReason
from contracts.vocabulary.roles import BUSINESS_UNIT, DECIDER, PARTNERSHIP
from contracts.vocabulary.types import Code, Id, Link, Sha256
from services.chassis.rules.access import EVERYBODY, at
from services.chassis.rules.person import Person
from services.chassis.rules.sealed import Sensitive
from services.chassis.rules.values import Value

All = Literal["all"]
ALL: All = "all"
Services = All | tuple[Code, ...]
Groups = All | tuple[SourceGroup, ...]


class Version(Value):
    """One version of a reply. Its actions answer `findings`."""

    said: Sensitive
    done: Sensitive
    because: Sensitive | None
    actions: tuple[Id, ...]
    products: tuple[Id, ...]
    findings: tuple[Id, ...]
    quotes: tuple[Id, ...]
    """The responses that the words quote. Nobody is shown them."""
    author: Person
    drafted_on: date


class Scope(Value):
    """The part of a reply that is not sealed: what it answers, and since when everybody reads it."""

    id: Id
    theme: Code
    services: Services
    source_groups: Groups
    published_on: date | None = None
    """The day of the first publication. The reply covers what was said until then, also once it is corrected."""


class PublicReply(Scope):
    """The part of a reply that everybody reads, in its version `public`. A recalled one has none."""

    public: Version | None = None
    corrected_on: date | None = None
    link: Link | None = None
    sha256: Sha256 | None = None
    recalled: WithdrawalReason | None = None


class Drafted(Value):
    """The part of a reply that waits to be cleared, in its version `draft`. `writers` wrote any version."""

    id: Id
    draft: Version | None
    writers: tuple[Person, ...]


class Reply(PublicReply, Drafted):
    """A reply to what some groups said on a theme about some services."""

    cleared_by: Person | None = None
    recalled_at: AwareDatetime | None = None
    erasing_at: AwareDatetime | None = None
    """The start of the last attempt to erase."""
    erased_on: date | None = None


def covers(reply: Scope, service: Code, group: SourceGroup) -> bool:
    """Returns true if the reply answers this group about this service."""
    of_service = reply.services == ALL or service in reply.services
    return of_service and (reply.source_groups == ALL or group in reply.source_groups)


def covering(themes: Iterable[Code], service: Code, group: SourceGroup) -> dict[str, Any]:
    """Returns the query keys of the published replies that answer this group about this service, on any of these themes."""
    return {"theme": set(themes), "published": "yes", "services": {ALL, service}, "source_groups": {ALL, group.value}}


def keys(reply: Reply) -> dict[str, Any]:
    """Returns the flat query keys."""
    return {
        "theme": reply.theme,
        "services": _several(reply.services),
        "source_groups": _several(reply.source_groups),
        "published": "yes" if reply.public else "no",
        "draft": "yes" if reply.draft else "no",
        "quotes": [quoted for each in (reply.public, reply.draft) if each for quoted in each.quotes],
        "drafted_on": reply.draft.drafted_on.isoformat() if reply.draft else None,
        "published_on": reply.published_on.isoformat() if reply.published_on else None,
    }


def _several(codes: Services | Groups) -> list[str]:
    return [codes] if isinstance(codes, str) else [str(each) for each in codes]


def threads(reply: Reply) -> tuple[str, ...]:
    version = reply.public or reply.draft
    return (*(version.findings if version else ()), reply.id)


def readers(reply: Reply) -> tuple[str, ...]:
    """Returns those who write and clear replies, and everybody once it was published. A recalled one says that it was."""
    return (EVERYBODY,) if reply.published_on else (DECIDER, at(BUSINESS_UNIT, PARTNERSHIP))
