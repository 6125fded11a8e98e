"""An urgent notice: an immediate concern, and the people notified of it (AT5)."""

from collections.abc import Mapping
from enum import StrEnum

from pydantic import AwareDatetime

from contracts.vocabulary.feedback import Urgency
from contracts.vocabulary.roles import BUSINESS_UNIT, DECIDER, FACILITATOR, OPERATOR, PARTNERSHIP, SCRUTINEER
from contracts.vocabulary.types import Code, Id, Link, PersonRef
from services.chassis.rules.access import at, of_agency
from services.chassis.rules.decisions import derived
from services.chassis.rules.values import Value


class Outcome(StrEnum):
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    NOBODY = "nobody"
    """No one held the roles of the step, or no holder could be reached."""


class Asks(StrEnum):
    """The step of the concern that a notice asks for. It climbs until a person has done it."""

    TAKE = "take"
    OUTCOME = "outcome"


class UrgentRecipient(Value):
    """One person of a step, and the outcome of the message. `instead_of` names the roles below in which no one was reached."""

    person_ref: PersonRef
    role: Code
    agency: Code
    message_id: Id
    instead_of: tuple[Code, ...] = ()
    outcome: Outcome = Outcome.SENDING
    provider_id: str | None = None


class Step(Value):
    """A rung that was reached. Its message id is fixed before the first try, and those of its people derive from it."""

    code: Code
    after_minutes: int
    to: tuple[Code, ...]
    message_id: Id
    at: AwareDatetime
    """The time of the last try."""
    tries: int = 1
    round: int = 1
    """Rounds after the first are sent at the top of the ladder only, with a new message id each."""
    outcome: Outcome = Outcome.SENDING
    outcome_at: AwareDatetime | None = None
    told: tuple[UrgentRecipient, ...] = ()


class UrgentNotice(Value):
    """One immediate concern that waits for a person, and each rung notified of it.

    The words of the concern stay behind the link.
    """

    id: Id
    concern: Id
    asks: Asks = Asks.TAKE
    kept_from: Code | None = None
    """The agency whose people are not notified and may not know of it."""
    urgency: Urgency | None = None
    link: Link | None = None
    raised_at: AwareDatetime | None = None
    steps: tuple[Step, ...] = ()
    ended_at: AwareDatetime | None = None
    ended_after_minutes: int | None = None


def notice_id(concern: Id, asks: Asks = Asks.TAKE) -> Id:
    """Returns the id, derived so that a concern has one notice of each kind."""
    return derived("urgent-notice", asks.value, concern)


class UrgentStatus(StrEnum):
    OPEN = "open"
    ENDED = "ended"


def keys(notice: UrgentNotice) -> Mapping[str, object]:
    """Returns the flat query keys."""
    status = UrgentStatus.ENDED if notice.ended_at else UrgentStatus.OPEN
    raised_at = notice.raised_at.isoformat() if notice.raised_at else None
    return {"concern": notice.concern, "status": status.value, "raised_at": raised_at}


def threads(notice: UrgentNotice) -> tuple[str, ...]:
    """Returns the threads, the concern's first."""
    return (notice.concern, notice.id)


def readers(notice: UrgentNotice) -> tuple[str, ...]:
    """Returns the readers: those who take concerns, and operators, who check that people were notified."""
    return (DECIDER, OPERATOR, *(at(role, PARTNERSHIP) for role in (BUSINESS_UNIT, FACILITATOR, SCRUTINEER)))


def hidden_from(notice: UrgentNotice) -> tuple[str, ...]:
    """Returns the agency that the concern is kept from."""
    return (of_agency(notice.kept_from),) if notice.kept_from else ()
