"""Concerns, with every word, because the person who takes one must know (FC3)."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel

from contracts.vocabulary.feedback import ConcernOutcome, SourceGroup
from contracts.vocabulary.types import Code, Id, PersonRef
from services.chassis.http.listings import Filter, Listing
from services.chassis.room.erasure import opened
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Given
from services.feedback_capture.domain.concern.gathering import not_kept
from services.feedback_capture.domain.concern.state import Concern, ConcernStatus, Taking
from services.feedback_capture.kinds import CONCERN

OPENED = {"contact", "conclusion"}
"""Fields that hold sealed words."""
CONCERNS = Listing(
    CONCERN,
    filters={
        "status": Filter("status", "`open`, `taken`, `concluded`, or `gathered` by another concern", among=ConcernStatus),
        "part_of": Filter("part_of", "the id of the concern that gathers them"),
    },
)


class ConclusionShown(BaseModel):
    """The outcome of a concern, and who recorded it. Answers to commands have no reason."""

    outcome: ConcernOutcome
    referred_to: Code | None
    referred_at: datetime | None
    reason: str | None = None
    person_ref: PersonRef
    agency: Code
    at: datetime


class ConcernShown(BaseModel):
    """A concern. Answers to commands have no words, and a word is absent once it is erased."""

    id: Id
    survey: Id | None
    source_group: SourceGroup | None
    service: Code | None
    involvement: Id | None
    why: tuple[Code, ...]
    raised_at: datetime
    words: dict[Code, str | None] = {}
    contact: str | None = None
    part_of: Id | None
    """The concern that gathers this one with others. Take and conclude that one."""
    gathered: int
    """The number of answers that it gathers: those that may speak of risk, beyond the rate of concerns. Up to 1,000."""
    not_kept: int
    """The number of these whose words were not kept. Read the others at `/concerns?part_of=`."""
    status: ConcernStatus
    takings: tuple[Taking, ...]
    """The people who took it, in order. The last one is responsible."""
    conclusion: ConclusionShown | None


def concern_shown(concern: Concern, given: Given) -> ConcernShown:
    kept = {name: value for name, value in concern if name in ConcernShown.model_fields and name not in OPENED}
    conclusion = ConclusionShown(**dict(concern.conclusion) | {"reason": None}) if concern.conclusion else None
    return ConcernShown(**kept, not_kept=not_kept(concern), status=concern.status, conclusion=conclusion)


async def concerns_opened(room: Room, concerns: Sequence[Concern], given: Given) -> list[ConcernShown]:
    """Opens every word, without a mask."""
    return [await _opened(room, each, given) for each in concerns]


async def _opened(room: Room, concern: Concern, given: Given) -> ConcernShown:
    words = {code: await opened(room, concern.id, value) for code, value in concern.texts.items()}
    contact = await opened(room, concern.id, concern.contact) if concern.contact else None
    shown = concern_shown(concern, given)
    if shown.conclusion and concern.conclusion and concern.conclusion.reason:
        reason = await opened(room, concern.id, concern.conclusion.reason)
        shown.conclusion = shown.conclusion.model_copy(update={"reason": reason})
    return shown.model_copy(update={"words": words, "contact": contact})
