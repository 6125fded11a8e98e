"""Standing down as lead reviewer, with the reason (RR3, R16)."""

from datetime import date

from pydantic import Field

from contracts.events.review_registry import LeadReviewerStoodDown
from contracts.vocabulary.roles import DECIDER
from services.chassis.rules.decisions import Decided, Given, Reason, Refused, refuse_if_any
from services.chassis.rules.happened import day_happened, day_reasons
from services.chassis.rules.values import CommandBody
from services.review_registry.domain.review.guards import not_leading
from services.review_registry.domain.review.sides import not_on_a_side
from services.review_registry.domain.review.state import Review, StoodDown


class StandDown(CommandBody):
    """Records that the lead reviewer stands down or is asked to, and why."""

    reason: str = Field(min_length=10, max_length=2000)
    on: date | None = None
    """The day on which they stood down, if that is not today."""


def stand_down(review: Review, command: StandDown, given: Given) -> Decided[Review]:
    """Leaves the review without a lead reviewer, so that no gate is met before another is appointed."""
    lead = review.lead
    if lead is None:
        raise Refused(Reason("lead/none", "The review has no lead reviewer. A decider must appoint one first."))
    may = not_on_a_side(review, given) if given.actor.holds(DECIDER) else not_leading(review, given.actor)
    refuse_if_any(may + day_reasons(command.on, given, not_before=lead.appointed_on))
    ended = StoodDown(lead=lead, on=day_happened(command.on, given), because=command.reason, by=given.actor.person_ref)
    changed = review.model_copy(update={"lead": None, "stood_down": (*review.stood_down, ended)})
    return Decided(changed, (LeadReviewerStoodDown(review=review.id),))
