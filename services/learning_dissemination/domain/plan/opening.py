"""Opens a plan when a review opens (LD2, R22)."""

from contracts.events.review_registry import ReviewOpened
from services.chassis.rules.decisions import Decided, Given
from services.learning_dissemination.domain.plan.lacking import planned
from services.learning_dissemination.domain.plan.state import Plan


def open_plan(state: Plan | None, event: ReviewOpened, given: Given) -> Decided[Plan]:
    """Returns an empty plan, which lacks everything."""
    plan = Plan(id=given.id, review=event.review, reference=event.reference)
    return planned(state or plan, given.framework)
