"""Retention: when a thing about people is due to be disposed of, and the legal holds that stop it (docs/decisions/0041).

Nothing is disposed of by itself. When the period has passed, the thing is listed, and a decider disposes of it or keeps it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, TypeVar

from pydantic import Field

from contracts.vocabulary.types import Code, Id
from services.chassis.rules.calendar import DAY, add_months, start_of
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.person import Person, person_of
from services.chassis.rules.sealed import Sensitive
from services.chassis.rules.values import CommandBody, Value


class HoldReason(StrEnum):
    """The reason of a legal hold."""

    CRIMINAL_CASE = "criminal-case"
    FAMILY_COURT = "family-court"
    INQUEST = "inquest"
    INQUIRY = "inquiry"
    CIVIL_CLAIM = "civil-claim"
    INFORMATION_REQUEST = "information-request"


class LegalHold(Value):
    """A duty to keep a thing whole, in force until `lifted_on` is set."""

    id: Id
    reason: HoldReason
    authority: Sensitive
    """The body that asked, and its reference."""
    placed_on: date
    placed_by: Person
    lifted_on: date | None = None
    lifted_by: Person | None = None
    lifted_because: Code | None = None


class Retention(Value):
    """The retention of a thing: whether it is due, held, kept for longer, or disposed of."""

    due_since: date | None = None
    """The day on which its period had passed. None until then."""
    kept_until: date | None = None
    """The day until which a decider keeps it."""
    kept_because: Code | None = None
    kept_by: Person | None = None
    holds: tuple[LegalHold, ...] = ()
    """Every legal hold, in force or lifted."""
    disposed_on: date | None = None
    disposed_by: Person | None = None
    disposed_because: Code | None = None
    erase_on: date | None = None
    """The day of the next attempt to delete its keys. None once the deletion is recorded."""

    @property
    def in_force(self) -> tuple[LegalHold, ...]:
        return tuple(each for each in self.holds if each.lifted_on is None)

    @property
    def is_held(self) -> bool:
        return bool(self.in_force)


class Retained(Value):
    """The base of states that retention applies to."""

    retention: Retention = Retention()


State = TypeVar("State", bound=Retained)


def none_besides(state: Any) -> tuple[Id, ...]:
    return ()


def no_later_day(state: Any) -> date | None:
    return None


@dataclass(frozen=True)
class Period:
    """The retention of a kind, as data.

    `setting` names its years in the settings. `since` returns the day from which they count, or None while the thing is in use.
    `owners` returns the owners of keys that go besides the thing's own. `not_before` returns a later day that the thing sets.
    """

    setting: str
    since: Callable[[Any], date | None]
    owners: Callable[[Any], tuple[Id, ...]] = none_besides
    not_before: Callable[[Any], date | None] = no_later_day


class Choice(StrEnum):
    """The decision on a thing whose period has passed."""

    DISPOSE = "dispose"
    KEEP = "keep"


class DecideDisposal(CommandBody):
    """Disposes of a thing whose period has passed, or keeps it until a day, with the reason."""

    of: str = Field(pattern=r"^[A-Za-z0-9-]+$", max_length=64)
    """The id or the reference of the thing."""
    choice: Choice
    until: date | None = None
    """The day until which to keep it."""
    reason: Code


class PlaceLegalHold(CommandBody):
    """Places a legal hold: nothing of the thing is disposed of or erased until it is lifted."""

    of: str = Field(pattern=r"^[A-Za-z0-9-]+$", max_length=64)
    """The id or the reference of the thing."""
    reason: HoldReason
    authority: Annotated[str, Field(min_length=3, max_length=500)]
    """The body that asked, and its reference. Do not name a person."""


class LiftLegalHold(CommandBody):
    """Lifts a legal hold, with the reason."""

    of: str = Field(pattern=r"^[A-Za-z0-9-]+$", max_length=64)
    """The id or the reference of the thing."""
    hold: Id
    reason: Code


def dispose_at(state: Retained, period: Period, given: Given) -> date | None:
    """Returns the first day on which the thing may be disposed of. None while it is in use, or once it is disposed of."""
    since = period.since(state)
    if since is None or state.retention.disposed_on:
        return None
    years: int = getattr(given.framework.retention, period.setting).years
    later = (period.not_before(state), state.retention.kept_until)
    return max((add_months(since, 12 * years), *(each for each in later if each)))


def alarm(state: Retained, period: Period, given: Given) -> datetime | None:
    """Returns the start of the day on which it is due, or of the next attempt to delete its keys."""
    retention = state.retention
    day = retention.erase_on or (None if retention.due_since else dispose_at(state, period, given))
    return start_of(day, given.framework.partnership.timezone) if day else None


def ring(state: State, period: Period, given: Given) -> State:
    """Marks a thing as due, or starts an attempt to delete its keys: the process that saves this deletes them."""
    retention = state.retention
    if retention.erase_on:
        return with_retention(state, erase_on=given.today + DAY) if retention.erase_on <= given.today else state
    due = None if retention.due_since else dispose_at(state, period, given)
    return with_retention(state, due_since=due) if due and due <= given.today else state


def decide_disposal(state: State, command: DecideDisposal, given: Given, period: Period) -> Decided[State]:
    """Disposes of a thing that is due and not held, or keeps it until a day."""
    by = person_of(given.actor)
    reasons = _disposed(state)
    if command.choice is Choice.KEEP:
        reasons += _keeping(command, given)
        refuse_if_any(reasons)
        kept = {"kept_until": command.until, "kept_because": command.reason, "kept_by": by, "due_since": None}
        return Decided(with_retention(state, **kept))
    if command.until:
        reasons.append(Reason("disposal/until-without-keeping", "Leave out the day, or choose to keep it.", "until"))
    due = dispose_at(state, period, given)
    if not reasons and (due is None or due > given.today):
        sentence = "You cannot dispose of this yet, because the period for which it is kept has not passed."
        reasons.append(Reason("disposal/not-due", sentence))
    if state.retention.is_held:
        sentence = "You cannot dispose of this while a legal hold is in force. A decider of the partnership can lift it."
        reasons.append(Reason("disposal/held", sentence))
    refuse_if_any(reasons)
    disposed = {
        "disposed_on": given.today,
        "disposed_by": by,
        "disposed_because": command.reason,
        "due_since": None,
        "erase_on": given.today,
    }
    return Decided(with_retention(state, **disposed))


def place_hold(state: State, command: PlaceLegalHold, given: Given) -> Decided[State]:
    """Places a legal hold. A thing can have several."""
    refuse_if_any(_disposed(state))
    hold = LegalHold(
        id=given.derive("legal-hold"),
        reason=command.reason,
        authority=command.authority,
        placed_on=given.today,
        placed_by=person_of(given.actor),
    )
    return Decided(with_retention(state, holds=(*state.retention.holds, hold)))


def lift_hold(state: State, command: LiftLegalHold, given: Given) -> Decided[State]:
    """Lifts a legal hold. What was taken back meanwhile is erased now."""
    if command.hold not in {each.id for each in state.retention.in_force}:
        sentence = "No legal hold with this id is in force. Read the list of legal holds."
        refuse_if_any([Reason("legal-hold/not-in-force", sentence, "hold")])
    lifted = {"lifted_on": given.today, "lifted_by": person_of(given.actor), "lifted_because": command.reason}
    holds = tuple(each.model_copy(update=lifted) if each.id == command.hold else each for each in state.retention.holds)
    return Decided(with_retention(state, holds=holds))


def record_disposed(state: State, given: Given) -> Decided[State]:
    """Records that the keys are gone."""
    return Decided(with_retention(state, erase_on=None))


def with_retention(state: State, **changes: object) -> State:
    """Returns the state with changes to its retention."""
    return state.model_copy(update={"retention": state.retention.model_copy(update=changes)})


def _disposed(state: Retained) -> list[Reason]:
    if state.retention.disposed_on is None:
        return []
    return [Reason("disposal/disposed-already", "This has been disposed of already, so nothing more can be done with it.")]


def _keeping(command: DecideDisposal, given: Given) -> list[Reason]:
    if command.until and command.until > given.today:
        return []
    return [Reason("disposal/until-missing", "Enter the day until which to keep it. It must be in the future.", "until")]
