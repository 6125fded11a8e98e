"""Inputs and outputs of a rule (docs/architecture.md "Pure rules").

Pure: rules import this module, and it does no I/O.
"""

from collections.abc import Container
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Generic, TypeVar
from uuid import UUID, uuid5

from contracts.events.event import Event
from contracts.framework.document import Framework
from contracts.vocabulary.roles import PARTNERSHIP, PUBLIC
from services.chassis.rules.calendar import day_of

S = TypeVar("S")
NAMESPACE = UUID("6b1c3a4e-52a8-5c0e-9d3b-0f6f1f6f2b11")


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason of a refusal.

    `code` is `topic/what-is-wrong`. `path` names the place in the command (`lead/employments/0`), and is empty for
    the whole. `message` is a sentence to the person. It never repeats a value that was sent.
    """

    code: str
    message: str
    path: str = ""


class Refused(Exception):
    """A command that a rule does not allow, with every reason at once."""

    def __init__(self, *reasons: Reason) -> None:
        super().__init__(", ".join(reason.code for reason in reasons))
        self.reasons = reasons


def refuse_if_any(reasons: list[Reason]) -> None:
    """Raises `Refused` with all the reasons if there are any."""
    if reasons:
        raise Refused(*reasons)


@dataclass(frozen=True, slots=True)
class Decided(Generic[S]):
    """The state after a decision, and the events that it emits."""

    state: S
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Actor:
    """A person who acts: roles, an agency (`partnership` for the whole), and a pseudonymous reference. Never a name."""

    roles: frozenset[str]
    agency: str
    person_ref: str
    also: frozenset[str] = frozenset()
    """The agencies that are one with theirs, because one succeeded the other (docs/decisions/0033-successors.md)."""

    @property
    def agencies(self) -> frozenset[str]:
        """Returns every agency that the person acts for: their own, and those that are one with it."""
        return self.also | {self.agency}

    def acts_for(self, agency: str) -> bool:
        """Returns true if the person acts for this agency, or for one that is one with it."""
        return agency in self.agencies

    def holds(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)


SYSTEM = Actor(roles=frozenset({"system"}), agency=PARTNERSHIP, person_ref="system")
"""The actor of an event or of the clock."""
ANONYMOUS = Actor(roles=frozenset({"anybody"}), agency=PUBLIC, person_ref="anybody")
"""The actor without a token."""


@dataclass(frozen=True, slots=True)
class Given:
    """The context of a decision, besides the state and the command.

    `id` is the id of the aggregate. `cause_id` is the id of the command, event or alarm that caused the decision. New
    ids derive from it. `now` is domain time in UTC. `holidays` holds the days off besides weekends.
    """

    id: str
    cause_id: str
    now: datetime
    framework: Framework
    actor: Actor = SYSTEM
    holidays: Container[date] = field(default=frozenset())
    attempt: int = 0
    """The number of the attempt. It rises if a derived value, such as a reference, was taken."""
    url: str = ""
    """The address of this service, for links."""

    @property
    def today(self) -> date:
        """Returns the present date in the partnership's time zone."""
        return day_of(self.now, self.framework.partnership.timezone)

    def derive(self, what: str) -> str:
        """Returns an id that the same command always derives again."""
        return derived(self.cause_id, what)


def derived(*parts: str) -> str:
    """Returns a UUIDv5 of business keys, the same for every caller. Only the last key may be free text with slashes."""
    return str(uuid5(NAMESPACE, "/".join(parts)))
