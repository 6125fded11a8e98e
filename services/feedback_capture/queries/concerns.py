"""Concerns, with every word, because the person who takes one must know (FC3)."""

from datetime import datetime

from pydantic import BaseModel

from contracts.vocabulary.feedback import ConcernOutcome, SourceGroup
from contracts.vocabulary.types import Code, Id, PersonRef
from services.chassis.http.listings import Filter, Listing
from services.chassis.rules.decisions import Given
from services.feedback_capture.domain.concern.gathering import not_kept
from services.feedback_capture.domain.concern.state import Concern, ConcernStatus, Taking
from services.feedback_capture.kinds import CONCERN

OPENED = {"contact", "conclusion"}
"""Fields that answers to commands leave out."""
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
    """A concern. Answers to commands have no words, and `[erased]` stands for an erased word."""

    id: Id
    survey: Id | None
    source_group: SourceGroup | None
    service: Code | None
    involvement: Id | None
    why: tuple[Code, ...]
    raised_at: datetime
    words: dict[Code, str] = {}
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


def concern_opened(concern: Concern, given: Given) -> ConcernShown:
    """Shows every word, without a mask."""
    shown = concern_shown(concern, given)
    if shown.conclusion and concern.conclusion:
        shown.conclusion = shown.conclusion.model_copy(update={"reason": concern.conclusion.reason})
    return shown.model_copy(update={"words": concern.texts, "contact": concern.contact})
