"""The stored state of a concern: someone may be at risk now (FC3)."""

from collections.abc import Mapping
from enum import StrEnum

from pydantic import AwareDatetime

from contracts.vocabulary.feedback import SourceGroup, Urgency
from contracts.vocabulary.roles import PARTNERSHIP
from contracts.vocabulary.types import Code, Id, PersonRef
from services.chassis.rules.access import of_agency
from services.chassis.rules.decisions import derived
from services.chassis.rules.values import Value


class ConcernStatus(StrEnum):
    OPEN = "open"
    TAKEN = "taken"


class Concern(Value):
    """A concern. It is saved before anything else is checked, so it holds its own copy of the words, under a key of its own.

    It has a time, because minutes count. A response has a survey, and a contribution an involvement.
    """

    id: Id
    survey: Id | None
    source_group: SourceGroup | None
    service: Code | None
    involvement: Id | None
    kept_from: Code | None
    """The agency of the practitioner whose words they are. Nobody who acts for it learns of the concern."""
    urgency: Urgency
    why: tuple[Code, ...]
    """`said-so`, `in-words`."""
    raised_at: AwareDatetime
    texts: dict[Code, str]
    contact: str | None
    taken_by: PersonRef | None = None
    taken_at: AwareDatetime | None = None

    @property
    def open(self) -> bool:
        return self.taken_by is None


def concern_id(said: Id, number: int = 0) -> Id:
    """Derives the id from the response or contribution. A caller who tries again in other words raises another concern."""
    return derived("concern", said, str(number)) if number else derived("concern", said)


def keys(concern: Concern) -> Mapping[str, object]:
    """Returns the flat query keys."""
    return {"status": (ConcernStatus.OPEN if concern.open else ConcernStatus.TAKEN).value}


def threads(concern: Concern) -> tuple[str, ...]:
    return (concern.id,)


def readers(concern: Concern) -> tuple[str, ...]:
    """Returns the people who act for the partnership as a whole. Nobody else sees it."""
    return (of_agency(PARTNERSHIP),)
