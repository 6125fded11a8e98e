"""A digest: the notices of one person on one day, and the outcome of sending them (AT5)."""

from collections.abc import Container, Mapping
from datetime import date, datetime
from enum import StrEnum

from pydantic import AwareDatetime, Field

from contracts.framework.document import Framework
from contracts.vocabulary.roles import OPERATOR
from contracts.vocabulary.types import Code, Id, PersonRef, Reference
from services.action_tracking.domain.people import UNIT_READER
from services.chassis.rules.access import person_at
from services.chassis.rules.calendar import add_working_days, at, day_of, is_working_day
from services.chassis.rules.decisions import derived
from services.chassis.rules.values import Value


class DigestStatus(StrEnum):
    COLLECTING = "collecting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    NOTHING_LEFT = "nothing-left"
    """All that it asked was done before the message went, so none was sent."""


class Line(Value):
    """One thing asked of the person, without case detail.

    `of_agency` owes or owns it. The person receives it in `role` for `agency`. `instead_of` is the role asked first, in which
    no one could be reached.
    """

    about: Id
    reference: Reference | None = None
    """The action's reference, else the review's."""
    asked: Code
    of_agency: Code
    due: date | None = None
    link: str
    role: Code
    agency: Code
    trigger: Id
    """The id of the event."""
    instead_of: Code | None = None


class Sending(Value):
    """One message of the digest: the lines up to number `upto` that no earlier message carried.

    `left_out` are the events whose lines were done, or said again, before the message went. The message id is fixed before
    the first try and stays the same in every try.
    """

    message_id: Id
    upto: int
    at: AwareDatetime
    """The time of the last try."""
    tries: int = 1
    outcome: DigestStatus = DigestStatus.SENDING
    outcome_at: AwareDatetime | None = None
    provider_id: str | None = None
    left_out: tuple[Id, ...] = ()


class Digest(Value):
    """The notices of a person and a day. Lines that arrive after it was sent go at the next hour, in a further message."""

    id: Id
    person_ref: PersonRef
    day: date
    send_on: date
    lines: tuple[Line, ...] = Field(min_length=1)
    sendings: tuple[Sending, ...] = ()

    @property
    def status(self) -> DigestStatus:
        """The outcome of the last message, unless lines wait for another one."""
        if self.sendings and (self.sendings[-1].outcome is DigestStatus.SENDING or not waiting(self)):
            return self.sendings[-1].outcome
        return DigestStatus.COLLECTING


def digest_id(person_ref: PersonRef, day: date) -> Id:
    """Returns the id, derived so that a person has one digest per day."""
    return derived("digest", person_ref, day.isoformat())


def digest_day(now: datetime, framework: Framework, holidays: Container[date]) -> date:
    """Returns the day whose digest takes a notice of `now`.

    That is today before the digest's hour on a working day, otherwise the next working day.
    """
    timezone = framework.partnership.timezone
    today = day_of(now, timezone)
    if is_working_day(today, holidays) and now < at(today, framework.digest.hour, timezone):
        return today
    return add_working_days(today, 1, holidays)


def waiting(digest: Digest) -> tuple[Line, ...]:
    """Returns the lines that no message has carried yet."""
    return digest.lines[_carried(digest.sendings) :]


def last_lines(digest: Digest) -> tuple[Line, ...]:
    """Returns the lines of the last message."""
    return digest.lines[_carried(digest.sendings[:-1]) : _carried(digest.sendings)]


def _carried(sendings: tuple[Sending, ...]) -> int:
    return sendings[-1].upto if sendings else 0


def keys(digest: Digest) -> Mapping[str, object]:
    """Returns the flat query keys."""
    return {
        "person_ref": digest.person_ref,
        "day": digest.day.isoformat(),
        "status": digest.status.value,
        "about": list(dict.fromkeys(line.about for line in digest.lines)),
    }


def threads(digest: Digest) -> tuple[str, ...]:
    """Returns its own id alone: a digest belongs to no one finding."""
    return (digest.id,)


def readers(digest: Digest) -> tuple[str, ...]:
    """Returns the readers: the person for each agency they were asked for, and the business unit and operators."""
    agencies = dict.fromkeys(line.agency for line in digest.lines)
    return (*(person_at(digest.person_ref, agency) for agency in agencies), OPERATOR, UNIT_READER)
