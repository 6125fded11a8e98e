"""What the review registry makes known. The partition key of each is the review (spec: events.md)."""

from datetime import date
from typing import ClassVar

from contracts.events import Event
from contracts.vocabulary import AgencyPart, Code, FindingKind, Id, Ordinal, Priority, Reference, Response


class ReviewOpened(Event):
    """A review was registered (RR1)."""

    subject: ClassVar[str] = "review"
    reads: ClassVar[tuple[str, ...]] = ("action-tracking",)

    review: Id
    reference: Reference | None = None
    """Absent on restricted reviews."""
    review_type: Code
    restricted: bool
    statutory: bool


class ReviewScoped(Event):
    """The scope was set or widened: which agencies take part, and how (RR3). `version_of_scope` counts from 1."""

    subject: ClassVar[str] = "review"
    reads: ClassVar[tuple[str, ...]] = ("action-tracking",)

    review: Id
    agencies: tuple[Code, ...]
    parts: dict[Code, AgencyPart]
    version_of_scope: Ordinal


class ReviewStageChanged(Event):
    """The review moved on, its gate being met (RR1)."""

    subject: ClassVar[str] = "review"
    reads: ClassVar[tuple[str, ...]] = ("action-tracking",)

    review: Id
    from_stage: Code
    to_stage: Code


class LeadReviewerIndependenceLost(Event):
    """A change of scope made the appointed lead fail these rules (RR3). The review cannot move on."""

    subject: ClassVar[str] = "review"
    reads: ClassVar[tuple[str, ...]] = ("action-tracking",)

    review: Id
    failing: tuple[Code, ...]


class FindingRecorded(Event):
    """A finding was confirmed (RR4): it asks each of `agencies` for `response`, by `respond_by`."""

    subject: ClassVar[str] = "finding"
    reads: ClassVar[tuple[str, ...]] = ("action-tracking",)

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
    reads: ClassVar[tuple[str, ...]] = ("action-tracking",)

    review: Id
    clock: Code
    due: date
