"""Events of the review registry. The partition key of each is the review (docs/events.md "Review registry")."""

from datetime import date
from typing import ClassVar

from contracts.events.event import Event
from contracts.vocabulary.reviews import AgencyPart, FindingKind, HoldKind, Priority, Response, ReviewEnd
from contracts.vocabulary.types import AgencyCode, Code, Count, Id, Link, Ordinal, Reference, Sha256

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
    """The type. Absent on restricted reviews."""
    review_type: Code
    restricted: bool
    statutory: bool
    groups: tuple[Code, ...] | None = None
    """The groups to offer a part: family and practitioners (R17, R18)."""


class ReviewScoped(Event):
    """The scope was set or widened. It names the agencies and their parts (RR3).

    `version_of_scope` counts from 1.
    """

    subject: ClassVar[str] = "review"
    reads: ClassVar[tuple[str, ...]] = ("action-tracking", "feedback-capture")

    review: Id
    agencies: tuple[AgencyCode, ...]
    parts: dict[AgencyCode, AgencyPart]
    version_of_scope: Ordinal


class ReviewStageChanged(Event):
    """The review moved to its next stage after its gate was met, or was sent back to an earlier stage (RR1)."""

    subject: ClassVar[str] = "review"
    reads: ClassVar[tuple[str, ...]] = ALL_OTHERS

    review: Id
    from_stage: Code
    to_stage: Code


class LeadReviewerIndependenceLost(Event):
    """A change of scope, or another declaration, made the lead fail these rules. The review cannot move on (RR3)."""

    subject: ClassVar[str] = "review"
    reads: ClassVar[tuple[str, ...]] = ACTIONS

    review: Id
    failing: tuple[Code, ...]


class LeadReviewerStoodDown(Event):
    """The lead reviewer stood down, for a recorded reason. The review needs another before it moves on (RR3)."""

    subject: ClassVar[str] = "review"
    reads: ClassVar[tuple[str, ...]] = ACTIONS

    review: Id


class FindingRecorded(Event):
    """A finding was confirmed. It asks each of `agencies` for `response`, by `respond_by` (RR4)."""

    subject: ClassVar[str] = "finding"
    reads: ClassVar[tuple[str, ...]] = ("action-tracking", "review-registry", "learning-dissemination")

    review: Id
    finding: Id
    kind: FindingKind
    response: Response
    themes: tuple[Code, ...]
    factors: tuple[Code, ...]
    agencies: tuple[AgencyCode, ...]
    priority: Priority
    respond_by: date | None = None
    """The due date. Absent if the response is `none`."""


class StatutoryClockMissed(Event):
    """A clock of the review passed its due date before it stopped. Emitted once per clock and due date (RR1)."""

    subject: ClassVar[str] = "review"
    reads: ClassVar[tuple[str, ...]] = ACTIONS

    review: Id
    clock: Code
    due: date


class ThemeRecurred(Event):
    """Problems under a theme were found in as many reviews of the window as the settings set (RR4).

    Emitted once per finding that reaches the number. It names the earlier findings known by then. `link` leads to all
    findings of the theme and the response to each.
    """

    subject: ClassVar[str] = "finding"
    reads: ClassVar[tuple[str, ...]] = ("action-tracking", "learning-dissemination")

    theme: Code
    finding: Id
    earlier_findings: tuple[Id, ...]
    link: Link


class LearningReleased(Event):
    """A learning statement was released, before a report or without one (RR5).

    Its text, with this hash, is behind `link`.
    """

    subject: ClassVar[str] = "source"
    reads: ClassVar[tuple[str, ...]] = LEARNING

    review: Id
    source: Id
    """The id of the finding."""
    kind: FindingKind
    themes: tuple[Code, ...]
    link: Link
    sha256: Sha256


class LearningRecalled(Event):
    """A released statement was recalled and may not be used. The registry erases its text (RR5)."""

    subject: ClassVar[str] = "source"
    reads: ClassVar[tuple[str, ...]] = ("learning-dissemination", "review-registry")

    review: Id
    source: Id
    reason: Code


class PublicationHeld(Event):
    """A hold blocks what the review may publish, because of proceedings, or its review date changed (RR5).

    A review can have several holds, also of one kind. `hold` is the id of one.
    """

    subject: ClassVar[str] = "review"
    reads: ClassVar[tuple[str, ...]] = LEARNING

    review: Id
    hold: Id
    kind: HoldKind
    review_on: date
    """The day on which someone reviews the hold."""


class PublicationHoldLifted(Event):
    """The hold with this id ended. Others of its kind may still be in force (RR5)."""

    subject: ClassVar[str] = "review"
    reads: ClassVar[tuple[str, ...]] = LEARNING

    review: Id
    hold: Id
    kind: HoldKind


class HoldReviewDue(Event):
    """The day to review a hold came, and the hold is still in force. Emitted once per hold and date (RR5)."""

    subject: ClassVar[str] = "review"
    reads: ClassVar[tuple[str, ...]] = ACTIONS

    review: Id
    hold: Id
    kind: HoldKind
    due: date


class ReviewPublished(Event):
    """Anyone can read the report, or its replacement, behind `link`, at least `until` that day (RR5, R9)."""

    subject: ClassVar[str] = "review"
    reads: ClassVar[tuple[str, ...]] = FEEDBACK_AND_LEARNING

    review: Id
    link: Link
    until: date


class PublicationWithdrawn(Event):
    """The publication was withdrawn. A tombstone remains (RR5)."""

    subject: ClassVar[str] = "review"
    reads: ClassVar[tuple[str, ...]] = FEEDBACK_AND_LEARNING

    review: Id
    reason: Code


class ReviewClosed(Event):
    """The review closed. Every gate was met or overridden by a recorded decision (RR6)."""

    subject: ClassVar[str] = "review"
    reads: ClassVar[tuple[str, ...]] = ALL_OTHERS

    review: Id
    findings_confirmed: Count
    actions_sustained: Count
    products_published: Count


class ReviewEnded(Event):
    """The review ended without being closed: it was screened out, withdrawn, transferred or is a duplicate (RR1).

    Its clocks stop, and nobody is owed anything more in it.
    """

    subject: ClassVar[str] = "review"
    reads: ClassVar[tuple[str, ...]] = ALL_OTHERS

    review: Id
    how: ReviewEnd


class ReviewReopened(Event):
    """A review that had ended or closed is open again, in this stage, by a recorded decision (RR1, RR6)."""

    subject: ClassVar[str] = "review"
    reads: ClassVar[tuple[str, ...]] = ALL_OTHERS

    review: Id
    stage: Code
