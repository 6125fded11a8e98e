"""Notices as people see them: digests, the ledger and urgent notices (AT5)."""

from collections import Counter
from datetime import date, datetime

from pydantic import BaseModel

from contracts.vocabulary.feedback import Urgency
from contracts.vocabulary.types import Code, Id, Link, PersonRef
from services.action_tracking.domain.digest.state import Digest, Line, Sending
from services.action_tracking.domain.ledger import LedgerEntry, LedgerLine
from services.action_tracking.domain.urgent_notice.state import Asks, Outcome, Step, UrgentNotice, UrgentStatus
from services.action_tracking.kinds import ACTION, DIGEST, LEDGER_ENTRY, URGENT_NOTICE
from services.chassis.http.listings import Filter, Listing
from services.chassis.rules.access import only_operates
from services.chassis.rules.decisions import Given


class DigestShown(BaseModel):
    """The notices of a person on a day, and the outcome of sending them."""

    id: Id
    person_ref: PersonRef
    day: date
    send_on: date
    lines: tuple[Line, ...]
    sendings: tuple[Sending, ...]


class LedgerEntryShown(BaseModel):
    """The people whom one event asked for something."""

    id: Id
    about: Id
    trigger: Id
    event: str
    at: datetime
    day: date
    told: tuple[LedgerLine, ...]


class DigestOutcome(BaseModel):
    """The notices of a day for one person, as operators see them: how many, and the outcome of sending them."""

    id: Id
    day: date
    send_on: date
    lines: int
    sendings: tuple[Sending, ...]


class LedgerOutcome(BaseModel):
    """One event that asked for something, as operators see it: how many people were notified."""

    id: Id
    about: Id
    trigger: Id
    event: str
    at: datetime
    day: date
    notified: int


class StepOutcome(BaseModel):
    """A rung that was reached, as operators see it: the outcomes of its messages, and no recipient."""

    code: Code
    after_minutes: int
    at: datetime
    tries: int
    round: int
    outcome: Outcome
    outcome_at: datetime | None
    messages: dict[Outcome, int]


class UrgentOutcome(BaseModel):
    """An immediate concern that waits for a person, as operators see it: each rung, and when a person acted."""

    id: Id
    concern: Id
    asks: Asks
    urgency: Urgency | None
    raised_at: datetime | None
    steps: tuple[StepOutcome, ...]
    ended_at: datetime | None
    ended_after_minutes: int | None


class UrgentNoticeShown(BaseModel):
    """An immediate concern that waits for a person, the people notified on each rung, and when a person acted."""

    id: Id
    concern: Id
    asks: Asks
    urgency: Urgency | None
    link: Link | None
    raised_at: datetime | None
    steps: tuple[Step, ...]
    ended_at: datetime | None
    ended_after_minutes: int | None


def digest_shown(digest: Digest, given: Given) -> DigestShown | DigestOutcome:
    """Returns a digest as its reader sees it."""
    if only_operates(given.actor):
        return DigestOutcome(**dict(digest) | {"lines": len(digest.lines)})
    return DigestShown(**dict(digest))


def ledger_entry_shown(entry: LedgerEntry, given: Given) -> LedgerEntryShown | LedgerOutcome:
    """Returns an entry of the ledger as its reader sees it."""
    if only_operates(given.actor):
        return LedgerOutcome(**dict(entry), notified=len(entry.told))
    return LedgerEntryShown(**dict(entry))


def urgent_notice_shown(notice: UrgentNotice, given: Given) -> UrgentNoticeShown | UrgentOutcome:
    """Returns an urgent notice as its reader sees it."""
    if only_operates(given.actor):
        return UrgentOutcome(**dict(notice) | {"steps": tuple(_outcome(each) for each in notice.steps)})
    return UrgentNoticeShown(**dict(notice))


def _outcome(step: Step) -> StepOutcome:
    return StepOutcome(**dict(step), messages=Counter(each.outcome for each in step.told))


ABOUT = Filter("about", "the id of a thing, or the reference of an action", refers_to=ACTION)

DIGESTS = Listing(
    DIGEST,
    filters={"person_ref": Filter("person_ref", "the reference of a person", type=PersonRef), "about": ABOUT},
    orders={"day": ("day", 1)},
)
LEDGER = Listing(LEDGER_ENTRY, filters={"about": ABOUT})
URGENT_NOTICES = Listing(
    URGENT_NOTICE,
    filters={
        "status": Filter("status", "a status of urgent notices", among=UrgentStatus),
        "concern": Filter("concern", "the id of a concern"),
    },
)
