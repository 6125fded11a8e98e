"""Reviews as people see them (RR8)."""

from collections.abc import Mapping
from datetime import date, datetime

from pydantic import BaseModel

from contracts.vocabulary.reviews import HoldKind, ReviewEnd
from contracts.vocabulary.types import Code, Id, PersonRef, Reference
from services.chassis.http.listings import Filter, Listing
from services.chassis.rules.decisions import Given
from services.chassis.rules.sealed import Sensitive
from services.review_registry.domain.review.clocks import ReviewClock, review_clocks
from services.review_registry.domain.review.moving import next_stage
from services.review_registry.domain.review.state import (
    AgencyInScope,
    Answered,
    Checked,
    Decision,
    Declared,
    Discarded,
    Ended,
    Failing,
    Finding,
    Happened,
    Hold,
    Impact,
    Lead,
    MissedClock,
    Mitigation,
    Narrowed,
    Override,
    Publication,
    Rebased,
    RejectedLead,
    Report,
    Review,
    Scope,
    StoodDown,
)
from services.review_registry.kinds import REVIEW
from services.review_registry.queries import codes
from services.review_registry.queries.findings import FindingText, findings_seen
from services.review_registry.queries.sharing import OverrideLed, ReadsAs, reads_as


class SubjectsShown(BaseModel):
    """The number of entries on the subject list, and its last change."""

    entries: int
    on: date
    by: PersonRef


class ScopeShared(BaseModel):
    """The scope as agencies see it, without the children's pseudonyms."""

    period_from: date
    period_to: date
    agencies: tuple[AgencyInScope, ...]
    lines_of_enquiry: tuple[str, ...]
    practitioner_involvement: str
    lived_experience: str
    version: int


class LeadShared(BaseModel):
    """The lead reviewer as agencies see them, without what they declared."""

    agency: Code
    person_ref: PersonRef
    appointed_on: date


class LeadLed(LeadShared):
    """The lead reviewer as they see their own appointment."""

    declaration: Declared
    former_declarations: tuple[Declared, ...]
    mitigations: tuple[Mitigation, ...]
    lost: tuple[Failing, ...]
    """The tests of independence that failed since the appointment."""


class DecisionLed(BaseModel):
    """A decision as the lead reviewer sees it, without the reasoning, the evidence and the dissent."""

    decision: Code
    outcome: Code
    on: date
    agency: Code
    person_ref: PersonRef


class HoldLed(BaseModel):
    """A hold as the lead reviewer sees it, without the authority behind it."""

    id: Id
    kind: HoldKind
    review_on: date
    placed_on: date
    lifted_on: date | None


class EndShown(BaseModel):
    """The end of a review that is not closed, without the reason and the people told."""

    how: ReviewEnd
    on: date


class ReviewOutline(BaseModel):
    """A review with its clocks today, and the stage that comes next, as each of its readers sees it."""

    id: Id
    reference: Reference
    review_type: Code
    title: str
    statutory: bool
    opened_at: datetime
    stage: Code
    missed: tuple[MissedClock, ...]
    """Clocks that passed their due date before they stopped."""
    response: str
    """The partnership's response to the report."""
    publication: Publication | None
    closed_on: date | None
    clocks: tuple[ReviewClock, ...]
    next_stage: Code | None
    """The stage that follows once the present stage's gate is met."""


class ReviewShared(ReviewOutline):
    """A review as the agencies in its scope see it, with its confirmed findings."""

    scope: ScopeShared | None
    lead: LeadShared | None
    findings: tuple[FindingText, ...]
    ended: EndShown | None


class ReviewWritten(ReviewOutline):
    """The parts of a review for those who write and check it. Released learning is shown with its findings."""

    edition: int
    rebased: tuple[Rebased, ...]
    moments: tuple[Happened, ...]
    """Everything that starts or stops a clock. The latest record of a moment holds."""
    scope: Scope | None
    narrowed: tuple[Narrowed, ...]
    """The reason for each narrower scope."""
    findings: tuple[Finding, ...]
    discarded: tuple[Discarded, ...]
    no_good_practice: str
    """The search for good practice, if none was found."""
    no_problems: str
    """The search for problems, if none was found."""
    subjects: SubjectsShown | None
    """The subject list, without its words."""
    report: Report | None
    checks: tuple[Checked, ...]
    answers: dict[str, Answered]
    """The answer to each hit of the detectors, by the key of the hit."""
    embargo_until: date | None


class ReviewLed(ReviewWritten):
    """A review as its lead reviewer sees it."""

    overrides: tuple[OverrideLed, ...]
    decisions: tuple[DecisionLed, ...]
    lead: LeadLed | None
    holds: tuple[HoldLed, ...]
    """Every hold, in force or lifted."""
    ended: EndShown | None


class ReviewShown(ReviewWritten):
    """A review as the partnership sees it."""

    overrides: tuple[Override, ...]
    decisions: tuple[Decision, ...]
    lead: Lead | None
    former_leads: tuple[Lead, ...]
    stood_down: tuple[StoodDown, ...]
    rejected_leads: tuple[RejectedLead, ...]
    holds: tuple[Hold, ...]
    """Every hold, in force or lifted."""
    impact: Impact | None
    ended: Ended | None


ReviewSeen = ReviewShown | ReviewLed | ReviewShared
SEEN_AS: Mapping[ReadsAs, type[ReviewSeen]] = {
    ReadsAs.PARTNERSHIP: ReviewShown,
    ReadsAs.LEAD: ReviewLed,
    ReadsAs.AGENCY: ReviewShared,
}
"""The view of each reader. A field that a view does not name is not shown."""


class ReviewListed(BaseModel):
    """A line of the register."""

    id: Id
    reference: Reference
    review_type: Code
    title: Sensitive
    stage: Code
    overdue: tuple[Code, ...]
    """Clocks that passed their due date and still run."""


def review_shown(review: Review, given: Given) -> ReviewSeen:
    """Returns a review as its reader sees it today."""
    reader = reads_as(review, given.actor)
    review_type = given.framework.review_type(review.review_type)
    shown = dict(review) | {
        "clocks": tuple(review_clocks(review, given)),
        "next_stage": next_stage(review, review_type) if review_type else None,
        "findings": findings_seen(review, reader),
    }
    return SEEN_AS[reader].model_validate(shown, from_attributes=True)


def review_listed(line: ReviewListed, given: Given) -> ReviewListed:
    """Returns a line of the register, which is read as it is shown."""
    return line


REVIEWS = Listing(
    REVIEW,
    filters={
        "type": Filter("review_type", "the code of a type of review", among=codes.review_types),
        "stage": Filter("stage", "the code of a stage", among=codes.stages),
        "agency": Filter("agencies", "the code of an agency in scope", among=codes.agencies),
        "theme": Filter("themes", "the code of a theme", among=codes.themes),
        "lead": Filter("lead", "the reference of a person", type=PersonRef),
        "overdue": Filter("overdue", "the code of a clock that passed its due date and still runs", among=codes.clocks),
    },
    orders={"age": ("opened_at", 1)},
    part=ReviewListed,
)
