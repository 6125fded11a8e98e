"""An urgent notice: an immediate concern, and the people notified of it (AT5)."""

from collections.abc import Mapping
from enum import StrEnum

from pydantic import AwareDatetime

from contracts.vocabulary.feedback import Urgency
from contracts.vocabulary.roles import DECIDER, FACILITATOR, OPERATOR
from contracts.vocabulary.types import Code, Id, Link, PersonRef
from services.action_tracking.domain.people import UNIT_READER
from services.chassis.rules.decisions import derived
from services.chassis.rules.values import Value


class Outcome(StrEnum):
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    NOBODY = "nobody"
    """No one held the roles of the step, or no holder could be reached."""


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
    """One immediate concern, and each rung notified of it. The words of the concern stay behind the link."""

    id: Id
    concern: Id
    urgency: Urgency | None = None
    link: Link | None = None
    raised_at: AwareDatetime | None = None
    steps: tuple[Step, ...] = ()
    taken_at: AwareDatetime | None = None
    taken_after_minutes: int | None = None


def notice_id(concern: Id) -> Id:
    """Returns the id, derived so that a concern has one notice."""
    return derived("urgent-notice", concern)


class UrgentStatus(StrEnum):
    OPEN = "open"
    TAKEN = "taken"


def keys(notice: UrgentNotice) -> Mapping[str, object]:
    """Returns the flat query keys."""
    return {"concern": notice.concern, "status": (UrgentStatus.TAKEN if notice.taken_at else UrgentStatus.OPEN).value}


def threads(notice: UrgentNotice) -> tuple[str, ...]:
    """Returns the threads, the concern's first."""
    return (notice.concern, notice.id)


def readers(notice: UrgentNotice) -> tuple[str, ...]:
    """Returns the readers: those who take concerns, and operators, who check that people were notified."""
    return (DECIDER, FACILITATOR, OPERATOR, UNIT_READER)
