"""Moving a review to its next stage (RR1)."""

from datetime import date

from contracts.events.review_registry import ReviewStageChanged
from contracts.framework.document import ReviewType, entered
from contracts.vocabulary.types import Code
from services.chassis.rules.decisions import Decided, Given, Reason, Refused, refuse_if_any
from services.chassis.rules.happened import day_happened, day_reasons
from services.chassis.rules.values import CommandBody
from services.review_registry.domain.names import stage_name
from services.review_registry.domain.review.gates import stage
from services.review_registry.domain.review.gates.facts import GateFacts
from services.review_registry.domain.review.guards import type_of
from services.review_registry.domain.review.moments import with_moments
from services.review_registry.domain.review.state import Review, days_of


class MoveOn(CommandBody):
    """Moves the review on to the next stage."""

    to: Code
    on: date | None = None
    """The day on which it entered that stage; today if absent."""


def move_on(review: Review, command: MoveOn, given: Given, facts: GateFacts) -> Decided[Review]:
    """Moves the review to its next stage, if the gate of the present stage is met."""
    needed = stage.gate(review, facts, given)
    possible = next_stage(review, type_of(review, given.framework))
    if command.to != possible:
        raise Refused(Reason("review/no-such-move", _way_on(possible, needed, given), "to"))
    refuse_if_any(needed + day_reasons(command.on, given, not_before=days_of(review).get(entered(review.stage))))
    changed = ReviewStageChanged(review=review.id, from_stage=review.stage, to_stage=command.to)
    moved = with_moments(review, given, {entered(command.to): day_happened(command.on, given)})
    return Decided(moved.model_copy(update={"stage": command.to}), (changed,))


def next_stage(review: Review, review_type: ReviewType) -> str | None:
    """Returns the stage after the present one, or None after the last."""
    after = review_type.stages.index(review.stage) + 1
    return review_type.stages[after] if after < len(review_type.stages) else None


def _way_on(possible: str | None, needed: list[Reason], given: Given) -> str:
    """Returns where the review can go from here, and what that still needs."""
    if possible is None:
        return "You cannot move this review on because it is in its last stage."
    way = f"You cannot move this review there. The next stage is \u201c{stage_name(given.framework, possible)}\u201d."
    return " ".join((way, "Before that:", *(reason.message for reason in needed))) if needed else way
