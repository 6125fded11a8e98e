"""Lifting a hold on publication (RR5)."""

from datetime import date

from pydantic import Field

from contracts.events.review_registry import PublicationHoldLifted
from contracts.vocabulary.types import Id
from services.chassis.rules.decisions import Decided, Given, Reason, Refused, refuse_if_any
from services.chassis.rules.happened import day_happened, day_reasons
from services.chassis.rules.values import CommandBody
from services.review_registry.domain.review.state import Review, hold_of


class LiftHold(CommandBody):
    """Ends one hold, with the reason."""

    hold: Id
    reason: str = Field(min_length=5, max_length=2000)
    on: date | None = None
    """The day on which its cause ended, if that is not today."""


def lift_hold(review: Review, command: LiftHold, given: Given) -> Decided[Review]:
    """Lifts this hold. Others stay in force, also those of its kind."""
    found = hold_of(review, command.hold)
    if found is None:
        raise Refused(not_in_force())
    refuse_if_any(day_reasons(command.on, given, not_before=found.placed_on))
    ended = {
        "lifted_on": day_happened(command.on, given),
        "lifted_by": given.actor.person_ref,
        "lifted_because": command.reason,
    }
    holds = tuple(each.model_copy(update=ended) if each.id == found.id else each for each in review.holds)
    lifted = PublicationHoldLifted(review=review.id, hold=found.id, kind=found.kind)
    return Decided(review.model_copy(update={"holds": holds}), (lifted,))


def not_in_force() -> Reason:
    """Returns the reason why nothing can be done about a hold that is not in force."""
    return Reason("hold/none", "This hold is not in force. Choose a hold of this review that is.", "hold")
