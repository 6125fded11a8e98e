"""The stored state of a reply: "you said, we did" (FC5)."""

from datetime import date
from typing import Any

from contracts.vocabulary.roles import BUSINESS_UNIT, DECIDER, PARTNERSHIP
from contracts.vocabulary.types import Code, Id, Link, PersonRef, Sha256
from services.chassis.rules.access import EVERYBODY, at
from services.chassis.rules.values import Value


class Reply(Value):
    """A reply, as a draft or published. `findings` holds the findings that its actions answer."""

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


def keys(reply: Reply) -> dict[str, Any]:
    """Returns the flat query keys."""
    return {
        "theme": reply.theme,
        "published": "yes" if reply.published_on else "no",
        "drafted_on": reply.drafted_on.isoformat(),
        "published_on": reply.published_on.isoformat() if reply.published_on else None,
    }


def threads(reply: Reply) -> tuple[str, ...]:
    return (*reply.findings, reply.id)


def readers(reply: Reply) -> tuple[str, ...]:
    """Returns everybody for a published reply, and those who write and clear replies for a draft."""
    return (EVERYBODY,) if reply.published_on else (DECIDER, at(BUSINESS_UNIT, PARTNERSHIP))
