"""The digest: what one person is told on one day, and the ledger of how that went (AT5). One a person and working day."""

from collections.abc import Container, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from contracts.framework.document import Framework
from contracts.vocabulary.roles import PARTNERSHIP
from contracts.vocabulary.types import Code, Id, PersonRef, Reference
from services.chassis.rules.calendar import add_working_days, at, day_of, is_working_day
from services.chassis.rules.decisions import Actor, Decided, Given, derived

PATIENCE = timedelta(minutes=10)
"""In domain time: how long a try may last before its outcome is unknown, and how long a failed one waits for the next."""
TRIES = 3


class DigestStatus(StrEnum):
    COLLECTING = "collecting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Line(BaseModel):
    """One thing asked of the person: no case detail. `instead_of` names the role that nobody holds, or can be reached in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    about: Id
    reference: Reference | None = None
    asked: Code
    due: date | None = None
    link: str
    role: Code
    agency: Code
    trigger: Id
    """The event."""
    instead_of: Code | None = None


class Sending(BaseModel):
    """A message of the ledger: it carries the lines up to number `upto` that no earlier one carried. Its id is fixed before the
    first try and is the same in every try."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    message_id: Id
    upto: int
    at: AwareDatetime
    """Of the last try."""
    tries: int = 1
    outcome: DigestStatus = DigestStatus.SENDING
    outcome_at: AwareDatetime | None = None
    provider_id: str | None = None


class Digest(BaseModel):
    """A person and a day. Lines that come when it has gone out already are not lost: they go at the next hour, in a further
    message."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    person_ref: PersonRef
    day: date
    send_on: date
    lines: tuple[Line, ...] = Field(min_length=1)
    sendings: tuple[Sending, ...] = ()

    @property
    def status(self) -> DigestStatus:
        if self.sendings and (self.sendings[-1].outcome is DigestStatus.SENDING or not waiting(self)):
            return self.sendings[-1].outcome
        return DigestStatus.COLLECTING


def digest_id(person_ref: PersonRef, day: date) -> Id:
    return derived("digest", person_ref, day.isoformat())


def digest_day(now: datetime, framework: Framework, closed: Container[date]) -> date:
    """The day whose digest takes what arises now: today's before the hour on a working day, else the next working day's."""
    timezone = framework.partnership.timezone
    today = day_of(now, timezone)
    if is_working_day(today, closed) and now < at(today, framework.digest.hour, timezone):
        return today
    return add_working_days(today, 1, closed)


def add_line(state: Digest | None, line: Line, person_ref: PersonRef, day: date, given: Given) -> Decided[Digest]:
    """Each event tells a person of each thing once, however many rungs the person stands on (AT4)."""
    if state is None:
        send_on = max(day, digest_day(given.now, given.framework, given.holidays))
        return Decided(Digest(id=given.id, person_ref=person_ref, day=day, send_on=send_on, lines=(line,)))
    if any((each.about, each.trigger) == (line.about, line.trigger) for each in state.lines):
        return Decided(state)
    changes: dict[str, object] = {"lines": (*state.lines, line)}
    if not waiting(state):
        changes["send_on"] = digest_day(given.now, given.framework, given.holidays)
    return Decided(state.model_copy(update=changes))


def waiting(state: Digest) -> tuple[Line, ...]:
    """The lines that no message has carried yet."""
    return state.lines[_carried(state.sendings) :]


def message(state: Digest) -> tuple[Line, ...]:
    """The lines of the last message."""
    return state.lines[_carried(state.sendings[:-1]) : _carried(state.sendings)]


def _carried(sendings: tuple[Sending, ...]) -> int:
    return sendings[-1].upto if sendings else 0


def ring(state: Digest, given: Given) -> Decided[Digest]:
    """At the hour it begins to send: the id is fixed and saved, then whoever saved it sends. A try without an outcome is
    `unknown` after a while, and not repeated; one that failed is tried again, a few times."""
    last = state.sendings[-1] if state.sendings else None
    if last and _stale(last) and given.now >= last.at + PATIENCE:
        if last.outcome is DigestStatus.FAILED:
            again = {"tries": last.tries + 1, "at": given.now, "outcome": DigestStatus.SENDING, "outcome_at": None}
            return Decided(_with_last(state, last.model_copy(update=again)))
        last = last.model_copy(update={"outcome": DigestStatus.UNKNOWN, "outcome_at": given.now})
        state = _with_last(state, last)
    if waiting(state) and not (last and _stale(last)) and given.now >= _hour(state, given):
        id_ = derived("message", state.id, str(len(state.sendings)))
        sending = Sending(message_id=id_, upto=len(state.lines), at=given.now)
        state = state.model_copy(update={"sendings": (*state.sendings, sending)})
    return Decided(state)


def alarm(state: Digest, given: Given) -> datetime | None:
    """The hour, while lines wait; the end of patience, while a try has no outcome or is to be repeated."""
    last = state.sendings[-1] if state.sendings else None
    if last and _stale(last):
        return last.at + PATIENCE
    return _hour(state, given) if waiting(state) else None


def _stale(sending: Sending) -> bool:
    """Whether time changes it: it has no outcome yet, or failed and has tries left."""
    failed = sending.outcome is DigestStatus.FAILED and sending.tries < TRIES
    return failed or sending.outcome is DigestStatus.SENDING


def _hour(state: Digest, given: Given) -> datetime:
    return at(state.send_on, given.framework.digest.hour, given.framework.partnership.timezone)


def record_outcome(state: Digest, outcome: DigestStatus, provider_id: str | None, given: Given) -> Decided[Digest]:
    """What became of the last try, `sent` or `failed`. One that was given up as unknown may still turn out; what is known
    stays."""
    last = state.sendings[-1] if state.sendings else None
    if last is None or last.outcome not in (DigestStatus.SENDING, DigestStatus.UNKNOWN):
        return Decided(state)
    known = {"outcome": outcome, "outcome_at": given.now, "provider_id": provider_id}
    return Decided(_with_last(state, last.model_copy(update=known)))


def _with_last(state: Digest, sending: Sending) -> Digest:
    return state.model_copy(update={"sendings": (*state.sendings[:-1], sending)})


def keys(state: Digest) -> Mapping[str, object]:
    """Flat query keys."""
    return {
        "person_ref": state.person_ref,
        "day": state.day.isoformat(),
        "status": state.status.value,
        "about": list(dict.fromkeys(line.about for line in state.lines)),
    }


def threads(state: Digest) -> tuple[str, ...]:
    """It belongs to no one finding."""
    return (state.id,)


def visible(state: Digest, actor: Actor) -> bool:
    """The person's own; the business unit and operators read the ledger."""
    return (
        actor.person_ref == state.person_ref
        or actor.holds("operator")
        or (actor.agency == PARTNERSHIP and actor.holds("business-unit"))
    )
