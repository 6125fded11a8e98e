"""The ledger of notices (AT5): for each event that asks for something, who was told, decided once when it was first heard."""

from datetime import date
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict

from contracts.vocabulary.types import Id, PersonRef
from services.action_tracking.domain.digest import Line


class Told(BaseModel):
    """A person, and the line that goes into their digest."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    person_ref: PersonRef
    line: Line


class LedgerEntry(BaseModel):
    """What one event asked of whom. Heard again, months later and with other people in the roles, it tells nobody anew."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    about: Id
    trigger: Id
    event: str
    at: AwareDatetime
    """The event's time."""
    day: date
    """Whose digests take the lines."""
    told: tuple[Told, ...]
    """Nobody, where no role asked has a holder who can be reached, nor any above it."""


def keys(state: LedgerEntry) -> dict[str, Any]:
    return {"about": state.about}


def threads(state: LedgerEntry) -> tuple[str, ...]:
    """It belongs to no one finding."""
    return (state.id,)
