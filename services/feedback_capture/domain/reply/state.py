"""The stored state of a reply: "you said, we did" (FC5)."""

from datetime import date
from typing import Any

from contracts.vocabulary.roles import DECIDER
from contracts.vocabulary.types import Code, Id, Link, PersonRef, Sha256
from services.chassis.rules.decisions import Actor
from services.chassis.rules.values import Value
from services.feedback_capture.domain.access import is_business_unit


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
    return {"theme": reply.theme, "published": "yes" if reply.published_on else "no"}


def threads(reply: Reply) -> tuple[str, ...]:
    return (*reply.findings, reply.id)


def visible(reply: Reply, actor: Actor) -> bool:
    """Shows a published reply to everybody, and a draft to those who write and clear replies."""
    return reply.published_on is not None or actor.holds(DECIDER) or is_business_unit(actor)
