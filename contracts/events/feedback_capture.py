"""Events of feedback capture.

The partition key is the involvement, concern, survey, summary, reply or what waits (docs/events.md "Feedback capture").

No event is about a single response, and none repeats anyone's words.
"""

from datetime import date
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from contracts.events.event import Event
from contracts.vocabulary.feedback import InvolvementStatus, InvolvementStep, NotTold, SourceGroup, Urgency, WithdrawnWords
from contracts.vocabulary.reviews import WithdrawalReason
from contracts.vocabulary.types import AgencyCode, Code, Count, Id, Link, Ordinal, Sha256

ACTIONS = ("action-tracking",)
REGISTRY = ("review-registry",)


class Party(BaseModel):
    """A person or group to offer a part: an opaque id, and the group (`surviving-siblings`, `practitioners`)."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: Id
    group: Code
    number: Ordinal = 1
    """The number within the group. It stays, also when a party with a lower number is taken back."""


class InvolvementPlanned(Event):
    """The parties to offer a part in a review. Emitted again with all of them if one is added or taken back (FC1)."""

    subject: ClassVar[str] = "review"
    reads: ClassVar[tuple[str, ...]] = REGISTRY

    review: Id
    parties: tuple[Party, ...]


class InvolvementOffered(Event):
    """A party was offered a part and had everything explained.

    An offer without the explanation does not count (FC1, R18).
    """

    subject: ClassVar[str] = "party"
    reads: ClassVar[tuple[str, ...]] = REGISTRY

    review: Id
    party: Id
    explained: bool


class InvolvementAnswered(Event):
    """A party changed status. `approved` is true if someone had to approve it and did (FC1).

    `words` is the choice of a party who withdraws about the words already given.
    """

    subject: ClassVar[str] = "party"
    reads: ClassVar[tuple[str, ...]] = ("review-registry", "feedback-capture")

    review: Id
    party: Id
    status: InvolvementStatus
    approved: bool = False
    words: WithdrawnWords | None = None


class InvolvementResumed(Event):
    """A party that was put off came back: its day came, or its event happened.

    It must be offered a part by this day (FC1).
    """

    subject: ClassVar[str] = "party"
    reads: ClassVar[tuple[str, ...]] = ("review-registry", "action-tracking")

    review: Id
    party: Id
    by: date


class InvolvementFedBack(Event):
    """A party was given feedback: the findings before publication, or later the outcome (FC1)."""

    subject: ClassVar[str] = "party"
    reads: ClassVar[tuple[str, ...]] = REGISTRY

    review: Id
    party: Id
    step: InvolvementStep


class InvolvementNotTold(Event):
    """A decider approved the reason not to give a party the findings, or the outcome (FC1)."""

    subject: ClassVar[str] = "party"
    reads: ClassVar[tuple[str, ...]] = REGISTRY

    review: Id
    party: Id
    step: InvolvementStep
    reason: NotTold


class InvolvementOverdue(Event):
    """A party waits for this step, and its day has passed. Emitted once per step and date (FC1)."""

    subject: ClassVar[str] = "party"
    reads: ClassVar[tuple[str, ...]] = ACTIONS

    review: Id
    party: Id
    step: InvolvementStep
    by: date


class FeedbackSummarised(Event):
    """A number of people spoke about a theme in a period, by what surveys published in it.

    `count` moves in steps of the threshold, so more people may have spoken (FC3, FC4).
    """

    subject: ClassVar[str] = "summary"
    reads: ClassVar[tuple[str, ...]] = ("learning-dissemination", "review-registry")

    summary: Id
    period: Code
    """A quarter, such as `2026-q3`."""
    source_group: SourceGroup
    service: Code
    theme: Code
    count: Count


class ImmediateConcernRaised(Event):
    """Someone may be at risk now. A person must look straight away, behind `link` (FC3)."""

    subject: ClassVar[str] = "concern"
    reads: ClassVar[tuple[str, ...]] = ACTIONS

    concern: Id
    urgency: Urgency
    link: Link
    kept_from: AgencyCode | None = None
    """The agency whose people are neither notified nor able to read it, because one of them said it."""


class ImmediateConcernNotTaken(Event):
    """No one has taken the concern yet. Emitted again at growing intervals, at least once a day, until someone does (FC3)."""

    subject: ClassVar[str] = "concern"
    reads: ClassVar[tuple[str, ...]] = ACTIONS

    concern: Id
    urgency: Urgency
    link: Link
    kept_from: AgencyCode | None = None
    age_minutes: Count
    """Minutes since the concern was raised."""


class ImmediateConcernNotConcluded(Event):
    """A concern that was taken has no outcome in time. Emitted again at growing intervals until it has one (FC3)."""

    subject: ClassVar[str] = "concern"
    reads: ClassVar[tuple[str, ...]] = ACTIONS

    concern: Id
    urgency: Urgency
    link: Link
    kept_from: AgencyCode | None = None
    age_minutes: Count
    """Minutes since the concern was first taken."""


class ImmediateConcernConcluded(Event):
    """A person recorded the outcome of the concern: a referral, or the decision to make none (FC3)."""

    subject: ClassVar[str] = "concern"
    reads: ClassVar[tuple[str, ...]] = ACTIONS

    concern: Id


class ImmediateConcernTaken(Event):
    """A person took the concern, so it climbs no further until its outcome is late (FC3)."""

    subject: ClassVar[str] = "concern"
    reads: ClassVar[tuple[str, ...]] = ACTIONS

    concern: Id


class ReplyPublished(Event):
    """ "You said, we did": anyone can read a cleared reply to a theme behind `link` (FC5).

    Its actions answer `findings`.
    """

    subject: ClassVar[str] = "reply"
    reads: ClassVar[tuple[str, ...]] = ("learning-dissemination", "feedback-capture")

    reply: Id
    theme: Code
    findings: tuple[Id, ...] = ()
    link: Link
    sha256: Sha256


class ReplyRecalled(Event):
    """A published reply was recalled and may not be used. Its words are erased (FC5)."""

    subject: ClassVar[str] = "reply"
    reads: ClassVar[tuple[str, ...]] = ("learning-dissemination", "feedback-capture")

    reply: Id
    reason: WithdrawalReason


class FeedbackUnread(Event):
    """Words wait to be read, beyond their time. Emitted each working day until all are read (FC2, FC3).

    It stands for a whole survey, and holds no count, or for what a practitioner wrote about a review.
    """

    subject: ClassVar[str] = "source"
    reads: ClassVar[tuple[str, ...]] = ACTIONS

    source: Id
    """The survey, or the involvement in the review."""
    days_late: Count
    """Working days by which the oldest is late."""
    link: Link
    """The list of responses, or of contributions."""


class FeedbackUncoded(Event):
    """Feedback of a group about a service has waited longer than these days to be coded (FC4).

    Emitted once per rung. It says neither how much waits nor of what day it is. A person looks behind `link`.
    """

    subject: ClassVar[str] = "waiting"
    reads: ClassVar[tuple[str, ...]] = ACTIONS

    waiting: Id
    days: Count
    rung: Count
    link: Link


class FeedbackUnanswered(Event):
    """Feedback of a group about a service, on one theme, has waited longer than these days for a reply (FC5).

    Emitted once per rung. It says neither how much waits nor of what day it is. A person looks behind `link`.
    """

    subject: ClassVar[str] = "waiting"
    reads: ClassVar[tuple[str, ...]] = ACTIONS

    waiting: Id
    days: Count
    rung: Count
    link: Link
