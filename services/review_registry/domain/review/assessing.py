"""Assessing the impact of a review (RR6, R19)."""

from datetime import date

from pydantic import Field

from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.values import CommandBody
from services.review_registry.domain.review.guards import not_before
from services.review_registry.domain.review.state import Impact, Review


class RecordImpact(CommandBody):
    """Records the difference made, the child's lived experience, and the retention of the file."""

    impact: str = Field(min_length=10, max_length=20_000)
    child_experience: str = Field(min_length=10, max_length=20_000)
    retention_until: date


def record_impact(review: Review, command: RecordImpact, given: Given) -> Decided[Review]:
    """Records the impact, in place of an earlier assessment. There is none to see before the follow-up."""
    reasons = not_before(review, "follow-up", given.framework)
    if command.retention_until <= given.today:
        sentence = "Enter a retention date that is in the future."
        reasons.append(Reason("closing/retention-in-past", sentence, "retention_until"))
    refuse_if_any(reasons)
    impact = Impact(**command.model_dump(), on=given.today, by=given.actor.person_ref)
    return Decided(review.model_copy(update={"impact": impact}))
