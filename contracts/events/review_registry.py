"""What the review registry makes known. The partition key of each is the review (spec: events.md)."""

from datetime import date
from typing import ClassVar

from contracts.events.event import Event
from contracts.vocabulary.reviews import AgencyPart, FindingKind, HoldKind, Priority, Response
from contracts.vocabulary.types import Code, Count, Id, Link, Ordinal, Reference, Sha256

ACTIONS = ("action-tracking",)
LEARNING = ("learning-dissemination",)
FEEDBACK_AND_LEARNING = ("feedback-capture", "learning-dissemination")
ALL_OTHERS = ("action-tracking", "feedback-capture", "learning-dissemination")


class ReviewOpened(Event):
    """A review was registered (RR1)."""

    subject: ClassVar[str] = "review"
    reads: ClassVar[tuple[str, ...]] = ALL_OTHERS

    review: Id
    reference: Reference | None = None
    """Absent on restricted reviews."""
    review_type: Code
    restricted: bool
    statutory: bool
    groups: tuple[Code, ...] | None = None
    """Whom to offer a part: family and practitioners (R17, R18)."""


class ReviewScoped(Event):
    """The scope was set or widened: which agencies take part, and how (RR3). `version_of_scope` counts from 1."""

    subject: ClassVar[str] = "review"
    reads: ClassVar[tuple[str, ...]] = ("action-tracking", "feedback-capture")

    review: Id
    agencies: tuple[Code, ...]
    parts: dict[Code, AgencyPart]
    version_of_scope: Ordinal


class ReviewStageChanged(Event):
    """The review moved on, its gate being met (RR1)."""

    subject: ClassVar[str] = "review"
    reads: ClassVar[tuple[str, ...]] = ALL_OTHERS

    review: Id
    from_stage: Code
    to_stage: Code


class LeadReviewerIndependenceLost(Event):
    """A change of scope made the appointed lead fail these rules (RR3). The review cannot move on."""

    subject: ClassVar[str] = "review"
    reads: ClassVar[tuple[str, ...]] = ACTIONS

    review: Id
    failing: tuple[Code, ...]


class FindingRecorded(Event):
    """A finding was confirmed (RR4): it asks each of `agencies` for `response`, by `respond_by`."""

    subject: ClassVar[str] = "finding"
    reads: ClassVar[tuple[str, ...]] = ("action-tracking", "review-registry")

    review: Id
    finding: Id
    kind: FindingKind
    response: Response
    themes: tuple[Code, ...]
    factors: tuple[Code, ...]
    agencies: tuple[Code, ...]
    priority: Priority
    respond_by: date | None = None
    """Absent where the response is `none`."""


class StatutoryClockMissed(Event):
    """A clock of the review passed its due date unmet (RR1). Once a clock and due date."""

    subject: ClassVar[str] = "review"
    reads: ClassVar[tuple[str, ...]] = ACTIONS

    review: Id
    clock: Code
    due: date


class ThemeRecurred(Event):
    """A theme was found again within the window, often enough (RR4). Once for each finding that makes it so; `link` leads to
    the theme's findings and what was done about each."""

    subject: ClassVar[str] = "finding"
    reads: ClassVar[tuple[str, ...]] = ("action-tracking", "learning-dissemination")

    theme: Code
    finding: Id
    earlier_findings: tuple[Id, ...]
    link: Link


class LearningReleased(Event):
    """A learning statement was cleared, before any report or without one (RR5). The text, of this hash, is behind `link`."""

    subject: ClassVar[str] = "source"
    reads: ClassVar[tuple[str, ...]] = LEARNING

    review: Id
    source: Id
    """The finding."""
    kind: FindingKind
    themes: tuple[Code, ...]
    link: Link
    sha256: Sha256


class LearningRecalled(Event):
    """A cleared statement was taken back: nothing may use it any longer (RR5). The registry erases its text."""

    subject: ClassVar[str] = "source"
    reads: ClassVar[tuple[str, ...]] = ("learning-dissemination", "review-registry")

    review: Id
    source: Id
    reason: Code


class PublicationHeld(Event):
    """What the review may show is held back, because of proceedings (RR5)."""

    subject: ClassVar[str] = "review"
    reads: ClassVar[tuple[str, ...]] = LEARNING

    review: Id
    kind: HoldKind
    review_on: date
    """When somebody looks at it again."""


class PublicationHoldLifted(Event):
    """The hold of this kind is over (RR5)."""

    subject: ClassVar[str] = "review"
    reads: ClassVar[tuple[str, ...]] = LEARNING

    review: Id
    kind: HoldKind


class HoldReviewDue(Event):
    """The day came on which somebody was to look at a hold again, and it is still there (RR5). Once a hold and date."""

    subject: ClassVar[str] = "review"
    reads: ClassVar[tuple[str, ...]] = ACTIONS

    review: Id
    kind: HoldKind
    due: date


class ReviewPublished(Event):
    """The report, or what is published instead, can be read by anybody behind `link`, at least `until` that day (RR5, R9)."""

    subject: ClassVar[str] = "review"
    reads: ClassVar[tuple[str, ...]] = FEEDBACK_AND_LEARNING

    review: Id
    link: Link
    until: date


class PublicationWithdrawn(Event):
    """It is not shown any longer; a tombstone is (RR5)."""

    subject: ClassVar[str] = "review"
    reads: ClassVar[tuple[str, ...]] = FEEDBACK_AND_LEARNING

    review: Id
    reason: Code


class ReviewClosed(Event):
    """Every gate was met, or overridden by a recorded decision; the review is closed (RR6)."""

    subject: ClassVar[str] = "review"
    reads: ClassVar[tuple[str, ...]] = ALL_OTHERS

    review: Id
    findings_confirmed: Count
    actions_sustained: Count
    products_published: Count
