"""The ledger of notices: the people whom each event asked for something, decided once (AT5)."""

from datetime import date
from typing import Any

from pydantic import AwareDatetime

from contracts.vocabulary.roles import OPERATOR
from contracts.vocabulary.types import Id, PersonRef
from services.action_tracking.domain.digest.state import Line
from services.action_tracking.domain.people import UNIT_READER
from services.chassis.rules.values import Value


class LedgerLine(Value):
    """A person, and the line that goes into their digest."""

    person_ref: PersonRef
    line: Line


class LedgerEntry(Value):
    """The people whom one event asked for something. A repeat of the event notifies no one else."""

    id: Id
    about: Id
    trigger: Id
    event: str
    at: AwareDatetime
    """The event's time."""
    day: date
    """The day of the digests that take the lines."""
    told: tuple[LedgerLine, ...]
    """Empty if no one could be reached in the roles asked, nor in any role above them."""


def keys(entry: LedgerEntry) -> dict[str, Any]:
    """Returns the flat query keys."""
    return {"about": entry.about}


def threads(entry: LedgerEntry) -> tuple[str, ...]:
    """Returns its own id alone: an entry belongs to no finding."""
    return (entry.id,)


def readers(entry: LedgerEntry) -> tuple[str, ...]:
    """Returns the readers: the business unit, and operators, who check that people were notified."""
    return (OPERATOR, UNIT_READER)
