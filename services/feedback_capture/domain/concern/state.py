"""The stored state of a concern: someone may be at risk now (FC3)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from pydantic import AwareDatetime

from contracts.vocabulary.feedback import ConcernOutcome, SourceGroup, Urgency
from contracts.vocabulary.roles import CONCERN_TAKERS, DECIDER, PARTNERSHIP
from contracts.vocabulary.types import Code, Id, PersonRef
from services.chassis.rules.access import at, of_agency
from services.chassis.rules.decisions import derived
from services.chassis.rules.retention import Retained
from services.chassis.rules.sealed import Sensitive
from services.chassis.rules.values import Value


class ConcernStatus(StrEnum):
    OPEN = "open"
    TAKEN = "taken"
    CONCLUDED = "concluded"
    GATHERED = "gathered"


WAITING = (ConcernStatus.OPEN, ConcernStatus.TAKEN)
MOST = 30
"""The most concerns that one response or contribution raises. A person can read so many in an hour."""


class Taking(Value):
    """A person who took the concern, and the time. The next person takes it over."""

    person_ref: PersonRef
    agency: Code
    at: AwareDatetime


class Conclusion(Value):
    """The outcome: the service that the concern was referred to and when, or none."""

    outcome: ConcernOutcome
    referred_to: Code | None
    referred_at: AwareDatetime | None
    reason: Sensitive | None
    person_ref: PersonRef
    agency: Code
    at: AwareDatetime


class Standing(Retained):
    """The part of a concern that says where it stands, without its words."""

    id: Id
    raised_at: AwareDatetime
    part_of: Id | None = None
    """The concern that gathers this one with others. People take and conclude that one."""
    takings: tuple[Taking, ...] = ()
    """The people who took it, in order. The last one is responsible."""
    conclusion: Conclusion | None = None

    @property
    def status(self) -> ConcernStatus:
        if self.conclusion:
            return ConcernStatus.CONCLUDED
        if self.part_of:
            return ConcernStatus.GATHERED
        return ConcernStatus.TAKEN if self.takings else ConcernStatus.OPEN

    @property
    def waits_since(self) -> datetime | None:
        """The time since which it waits for its present step: since it was raised, or first taken."""
        if self.status not in WAITING:
            return None
        return self.takings[0].at if self.takings else self.raised_at


class Concern(Standing):
    """A concern. It is saved before anything else is checked, so it holds its own copy of the words, under a key of its own.

    It has a time, because minutes count. A response has a survey, and a contribution an involvement.
    """

    survey: Id | None
    source_group: SourceGroup | None
    service: Code | None
    involvement: Id | None
    kept_from: Code | None
    """The agency of the practitioner whose words they are. Nobody who acts for it learns of the concern."""
    urgency: Urgency
    why: tuple[Code, ...]
    """`said-so`, `in-words`."""
    texts: dict[Code, Sensitive]
    contact: Sensitive | None
    gathered: int = 0
    """The number of answers that it gathers. 0 for a concern that stands for itself."""
    reported_at: AwareDatetime | None = None
    """The last time at which the service reported that it waits to be taken, or for its outcome."""


def concern_id(said: Id, number: int = 0) -> Id:
    """Derives the id from the response or contribution. A caller who tries again in other words raises another concern."""
    return derived("concern", said, str(number)) if number else derived("concern", said)


def concern_ids(said: Id) -> tuple[Id, ...]:
    """Returns the ids of all concerns that one response or contribution can raise, in order."""
    return tuple(concern_id(said, number) for number in range(MOST))


def with_concerns(owners: tuple[Id, ...], concerns: Iterable[Standing]) -> tuple[Id, ...]:
    """Adds the concerns, which have copies of the words, to the owners of keys that are to be deleted, if there are any.

    A concern under a legal hold stays, until a decider disposes of it.
    """
    return (*owners, *(each.id for each in concerns if not each.retention.is_held)) if owners else ()


def keys(concern: Concern) -> Mapping[str, object]:
    """Returns the flat query keys."""
    since = concern.waits_since
    return {"status": concern.status.value, "part_of": concern.part_of, "waits_since": since.isoformat() if since else None}


def threads(concern: Concern) -> tuple[str, ...]:
    return (concern.id,)


READERS = (DECIDER, *(at(role, PARTNERSHIP) for role in CONCERN_TAKERS if role != DECIDER))


def readers(concern: Concern) -> tuple[str, ...]:
    """Returns the people who may take it: every decider, and the others who act for the partnership."""
    return READERS


def hidden_from(concern: Concern) -> tuple[str, ...]:
    """Returns the agency of the practitioner who said it."""
    return (of_agency(concern.kept_from),) if concern.kept_from else ()
