"""Plans, as staff see them (LD2)."""

from pydantic import BaseModel

from contracts.vocabulary.reviews import ReviewEnd
from contracts.vocabulary.types import Code, Id, Link, Reference
from services.chassis.http.listings import Listing
from services.chassis.rules.decisions import Given
from services.learning_dissemination.domain.plan.state import Plan, ReviewHold
from services.learning_dissemination.domain.segment import Segment
from services.learning_dissemination.kinds import PLAN
from services.learning_dissemination.queries.codes import by_review

PLANS = Listing(PLAN, filters={"review": by_review("review")})


class PlanShown(BaseModel):
    """A review's plan, what it still lacks, and the state of the review."""

    id: Id
    review: Id
    reference: Reference | None
    stage: Code | None
    formats: tuple[Code, ...]
    segments: tuple[Segment, ...]
    lacks: tuple[Code, ...]
    holds: tuple[ReviewHold, ...]
    published: Link | None
    closed: bool
    ended: ReviewEnd | None


def plan_shown(plan: Plan, given: Given) -> PlanShown:
    return PlanShown.model_validate(plan, from_attributes=True)
