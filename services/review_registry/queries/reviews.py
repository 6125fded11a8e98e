"""Reviews as people see them (RR8)."""

from datetime import date, datetime

from pydantic import BaseModel

from contracts.vocabulary.types import Code, Id, PersonRef, Reference
from services.chassis.http.listings import Filter, Listing
from services.chassis.rules.decisions import Given
from services.review_registry.domain.review.clocks import ReviewClock, review_clocks
from services.review_registry.domain.review.moving import next_stage
from services.review_registry.domain.review.state import (
    Answered,
    Checked,
    Decision,
    Finding,
    Hold,
    Impact,
    Lead,
    Override,
    Publication,
    Report,
    Review,
    Scope,
)
from services.review_registry.kinds import REVIEW
from services.review_registry.queries import codes


class SubjectsShown(BaseModel):
    """The number of entries on the subject list, and its last change."""

    entries: int
    on: date
    by: PersonRef


class ReviewShown(BaseModel):
    """A review with its clocks today, and the stage that comes next. Released learning is shown with its findings."""

    id: Id
    reference: Reference
    review_type: Code
    title: str
    statutory: bool
    edition: int
    opened_at: datetime
    stage: Code
    triggers: dict[Code, date]
    decisions: tuple[Decision, ...]
    scope: Scope | None
    lead: Lead | None
    former_leads: tuple[Lead, ...]
    findings: tuple[Finding, ...]
    missed: tuple[Code, ...]
    """Clocks that passed unmet."""
    no_good_practice: str
    """The search for good practice, if none was found."""
    subjects: SubjectsShown | None
    """The subject list, without its words."""
    report: Report | None
    response: str
    """The partnership's response to the report."""
    checks: tuple[Checked, ...]
    answers: dict[str, Answered]
    """The answer to each hit of the detectors, by the key of the hit."""
    holds: tuple[Hold, ...]
    """The latest hold of each kind."""
    publication: Publication | None
    embargo_until: date | None
    overrides: tuple[Override, ...]
    impact: Impact | None
    closed_on: date | None
    clocks: tuple[ReviewClock, ...]
    next_stage: Code | None
    """The stage that follows once the present stage's gate is met."""


class ReviewListed(BaseModel):
    """A line of the register."""

    id: Id
    reference: Reference
    review_type: Code
    title: str
    stage: Code
    overdue: tuple[Code, ...]
    """Clocks that passed unmet."""


def review_shown(review: Review, given: Given) -> ReviewShown:
    """Returns a review as people see it today."""
    review_type = given.framework.review_type(review.review_type)
    return ReviewShown(
        **dict(review) | {"subjects": SubjectsShown(**dict(review.subjects)) if review.subjects else None},
        clocks=tuple(review_clocks(review, given)),
        next_stage=next_stage(review, review_type) if review_type else None,
    )


def review_listed(review: Review, given: Given) -> ReviewListed:
    """Returns the line of a review in the register."""
    return ReviewListed(
        id=review.id,
        reference=review.reference,
        review_type=review.review_type,
        title=review.title,
        stage=review.stage,
        overdue=review.missed,
    )


REVIEWS = Listing(
    REVIEW,
    filters={
        "type": Filter("review_type", "the code of a type of review", among=codes.review_types),
        "stage": Filter("stage", "the code of a stage", among=codes.stages),
        "agency": Filter("agencies", "the code of an agency in scope", among=codes.agencies),
        "theme": Filter("themes", "the code of a theme", among=codes.themes),
        "lead": Filter("lead", "the reference of a person", type=PersonRef),
        "overdue": Filter("missed", "the code of a clock that passed unmet", among=codes.clocks),
    },
    orders={"age": ("opened_at", 1)},
)
