"""Notices as people see them: digests, the ledger and urgent notices (AT5)."""

from datetime import date, datetime

from pydantic import BaseModel

from contracts.vocabulary.feedback import Urgency
from contracts.vocabulary.types import Id, Link, PersonRef
from services.action_tracking.domain.digest.state import Digest, Line, Sending
from services.action_tracking.domain.ledger import LedgerEntry, LedgerLine
from services.action_tracking.domain.urgent_notice.state import Asks, Step, UrgentNotice, UrgentStatus
from services.action_tracking.kinds import ACTION, DIGEST, LEDGER_ENTRY, URGENT_NOTICE
from services.chassis.http.listings import Filter, Listing
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


def digest_shown(digest: Digest, given: Given) -> DigestShown:
    """Returns a digest as people see it."""
    return DigestShown(**dict(digest))


def ledger_entry_shown(entry: LedgerEntry, given: Given) -> LedgerEntryShown:
    """Returns an entry of the ledger as people see it."""
    return LedgerEntryShown(**dict(entry))


def urgent_notice_shown(notice: UrgentNotice, given: Given) -> UrgentNoticeShown:
    """Returns an urgent notice as people see it."""
    return UrgentNoticeShown(**dict(notice))


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
