"""What a rule is given and what it gives back (architecture.md rule 2). Pure: rules import this, and nothing here does I/O."""

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
    """One thing that is wrong: `code` is `topic/what-is-wrong`, `path` says where in the command (`lead/employments/0`, or
    empty for the whole), `message` is a sentence in the field's words that never repeats a value given."""

    code: str
    message: str
    path: str = ""


class Refused(Exception):
    """A command that a rule does not allow, with every reason at once."""

    def __init__(self, *reasons: Reason) -> None:
        super().__init__(", ".join(reason.code for reason in reasons))
        self.reasons = reasons


def refuse_if_any(reasons: list[Reason]) -> None:
    """Raises `Refused` with all the reasons, if there are any."""
    if reasons:
        raise Refused(*reasons)


@dataclass(frozen=True, slots=True)
class Decided(Generic[S]):
    """The state after a decision, and the facts that it makes known."""

    state: S
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: roles, the agency acted for (`partnership` for the whole), and a pseudonymous reference. Never a name."""

    roles: frozenset[str]
    agency: str
    person_ref: str

    def holds(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)


SYSTEM = Actor(roles=frozenset({"system"}), agency=PARTNERSHIP, person_ref="system")
"""Who acts when an event or the clock does."""
ANONYMOUS = Actor(roles=frozenset({"anybody"}), agency=PUBLIC, person_ref="anybody")
"""Who acts without having signed in."""


@dataclass(frozen=True, slots=True)
class Given:
    """The surroundings of a decision, besides the state and the command.

    `id` is the id of the aggregate that decides. `cause_id` is the id of the command, event or alarm that caused the decision;
    new ids are derived from it. `now` is domain time in UTC. `holidays` holds the days off besides weekends.
    """

    id: str
    cause_id: str
    now: datetime
    framework: Framework
    actor: Actor = SYSTEM
    holidays: Container[date] = field(default=frozenset())
    attempt: int = 0
    """Rises when what was derived turned out to be taken (a reference)."""
    url: str = ""
    """Where people reach this service, for links."""

    @property
    def today(self) -> date:
        """The present date where the partnership is."""
        return day_of(self.now, self.framework.partnership.timezone)

    def derive(self, what: str) -> str:
        """An id that the same command always gives the same thing."""
        return derived(self.cause_id, what)


def derived(*parts: str) -> str:
    """A UUIDv5 from business keys: whoever derives it gets the same one. Only the last may be free text, with slashes in it."""
    return str(uuid5(NAMESPACE, "/".join(parts)))
