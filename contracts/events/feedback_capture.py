"""What feedback capture makes known. The partition key is the involvement, concern, summary or reply (spec: events.md).

No event speaks of one response, and none says what anybody said.
"""

from datetime import date
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from contracts.events.event import Event
from contracts.vocabulary.feedback import InvolvementStatus, InvolvementStep, SourceGroup, Urgency
from contracts.vocabulary.types import Code, Count, Id, Link, Sha256

ACTIONS = ("action-tracking",)
REGISTRY = ("review-registry",)


class Party(BaseModel):
    """Somebody, or a group, to be offered a part: an opaque id, and which group (`surviving-siblings`, `practitioners`)."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: Id
    group: Code


class InvolvementPlanned(Event):
    """Who must be offered a part in a review: all the parties there are, also when one was added (FC1)."""

    subject: ClassVar[str] = "review"
    reads: ClassVar[tuple[str, ...]] = REGISTRY

    review: Id
    parties: tuple[Party, ...]


class InvolvementOffered(Event):
    """A party was offered a part, and told how taking part works: an offer without that is none (FC1, R18)."""

    subject: ClassVar[str] = "party"
    reads: ClassVar[tuple[str, ...]] = REGISTRY

    review: Id
    party: Id
    explained: bool


class InvolvementAnswered(Event):
    """Where the party stands now; `approved` where somebody had to approve it (not invited, deferred) and did (FC1)."""

    subject: ClassVar[str] = "party"
    reads: ClassVar[tuple[str, ...]] = REGISTRY

    review: Id
    party: Id
    status: InvolvementStatus
    approved: bool = False


class InvolvementResumed(Event):
    """A deferred party comes back by itself when its day comes: a part is to be offered again by this day (FC1)."""

    subject: ClassVar[str] = "party"
    reads: ClassVar[tuple[str, ...]] = ("review-registry", "action-tracking")

    review: Id
    party: Id
    by: date


class InvolvementFedBack(Event):
    """A party was told: the findings before publication, or what came of it (FC1)."""

    subject: ClassVar[str] = "party"
    reads: ClassVar[tuple[str, ...]] = REGISTRY

    review: Id
    party: Id
    step: InvolvementStep


class InvolvementOverdue(Event):
    """A party waits for this step, and its day has passed (FC1). Once a step and date."""

    subject: ClassVar[str] = "party"
    reads: ClassVar[tuple[str, ...]] = ACTIONS

    review: Id
    party: Id
    step: InvolvementStep
    by: date


class FeedbackSummarised(Event):
    """So many people said something on a theme in a period; only where the threshold allows it, also against earlier summaries
    (FC3, FC4)."""

    subject: ClassVar[str] = "summary"
    reads: ClassVar[tuple[str, ...]] = ("learning-dissemination", "review-registry")

    summary: Id
    period: Code
    """A quarter: `2026-q3`."""
    source_group: SourceGroup
    service: Code
    theme: Code
    count: Count


class ImmediateConcernRaised(Event):
    """Somebody may be at risk now: a person must look at it at once, behind `link` (FC3)."""

    subject: ClassVar[str] = "concern"
    reads: ClassVar[tuple[str, ...]] = ACTIONS

    concern: Id
    urgency: Urgency
    link: Link


class ImmediateConcernTaken(Event):
    """A person took it (FC3): it climbs no further."""

    subject: ClassVar[str] = "concern"
    reads: ClassVar[tuple[str, ...]] = ACTIONS

    concern: Id


class ReplyPublished(Event):
    """You said, we did: a cleared reply to a theme can be read behind `link` (FC5). Its actions answer `findings`."""

    subject: ClassVar[str] = "reply"
    reads: ClassVar[tuple[str, ...]] = ("learning-dissemination", "feedback-capture")

    reply: Id
    theme: Code
    findings: tuple[Id, ...] = ()
    link: Link
    sha256: Sha256


class FeedbackUnanswered(Event):
    """What was heard on a theme has waited this many days for a reply (FC5). Once a theme and summary."""

    subject: ClassVar[str] = "summary"
    reads: ClassVar[tuple[str, ...]] = ACTIONS

    summary: Id
    theme: Code
    age_days: Count
