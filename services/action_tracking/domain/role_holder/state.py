"""A role holder: a person in a role of an agency, from one day to another (AT5)."""

from collections.abc import Mapping
from datetime import date

from pydantic import AwareDatetime

from contracts.vocabulary.types import Code, Id, PersonRef
from services.action_tracking.domain.people import By, readers_of
from services.chassis.rules.sealed import Sensitive
from services.chassis.rules.values import Value


class Correction(Value):
    """Days that were wrong, the reason for the correction, and the person who made it."""

    from_day: date
    to_day: date | None
    reason: Sensitive
    at: AwareDatetime
    by: By


class Holding(Value):
    """One person in one role. `to_day` is the last day in it: without one, the role is still held."""

    id: Id
    role: Code
    agency: Code
    person_ref: PersonRef
    from_day: date
    to_day: date | None = None


class RoleHolder(Holding):
    """A holding with the way to reach the person.

    `corrections` keeps the days that were recorded before, because the ledger of notices must remain explicable.
    """

    deputy_ref: PersonRef | None = None
    address: Sensitive | None = None
    """An e-mail address, which no view shows."""
    corrections: tuple[Correction, ...] = ()


def holds_on(holder: Holding, day: date) -> bool:
    """Returns true if the role is held on that day."""
    return holder.from_day <= day and (holder.to_day is None or day <= holder.to_day)


def keys(holder: RoleHolder) -> Mapping[str, object]:
    """Returns the flat query keys."""
    until = holder.to_day or date.max
    return {
        "role": holder.role,
        "agency": holder.agency,
        "person_ref": holder.person_ref,
        "until": until.isoformat(),
    }


def threads(holder: RoleHolder) -> tuple[str, ...]:
    """Returns its own id alone: a role holder belongs to no finding."""
    return (holder.id,)


def readers(holder: RoleHolder) -> tuple[str, ...]:
    """Returns the readers: the holder's agency, and those who oversee all."""
    return readers_of(holder.agency)
