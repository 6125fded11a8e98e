"""The stored state of feedback that waits (FC5)."""

from collections.abc import Mapping
from datetime import date

from contracts.vocabulary.feedback import SourceGroup
from contracts.vocabulary.roles import BUSINESS_UNIT, DECIDER, PARTNERSHIP
from contracts.vocabulary.types import Code, Count, Id
from services.chassis.rules.access import at
from services.chassis.rules.decisions import derived
from services.chassis.rules.values import Value


class Waiting(Value):
    """What a group said about a service: on one theme without a reply, or without a theme because no one has coded it.

    `since` is the oldest day of it, and none if nothing waits. `rung` is the last one that was reported.
    """

    id: Id
    theme: Code | None
    service: Code
    source_group: SourceGroup
    since: date | None = None
    rung: Count = 0
    look_on: date | None = None
    """The next day on which the clock looks for feedback that still waits."""


def waiting_for(theme: Code | None, service: Code, group: SourceGroup) -> Waiting:
    """Returns the state before anything waits. The id derives from its parts, so that each is there once."""
    return Waiting(id=derived("waiting", service, group, theme or ""), theme=theme, service=service, source_group=group)


def keys(waiting: Waiting) -> Mapping[str, object]:
    """Returns the flat query keys."""
    return {"theme": waiting.theme, "service": waiting.service, "late": "yes" if waiting.rung else "no"}


def threads(waiting: Waiting) -> tuple[str, ...]:
    return (waiting.id,)


def readers(waiting: Waiting) -> tuple[str, ...]:
    """Returns those who write and clear replies."""
    return (DECIDER, at(BUSINESS_UNIT, PARTNERSHIP))
