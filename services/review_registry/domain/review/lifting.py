"""Lifting a hold on publication (RR5)."""

from pydantic import Field

from contracts.events.review_registry import PublicationHoldLifted
from contracts.vocabulary.reviews import HoldKind
from services.chassis.rules.decisions import Decided, Given, Reason, Refused
from services.chassis.rules.values import CommandBody
from services.review_registry.domain.review.state import Review, holds_in_force


class LiftHold(CommandBody):
    """Ends a hold, with the reason."""

    kind: HoldKind
    reason: str = Field(min_length=5, max_length=2000)


def lift_hold(review: Review, command: LiftHold, given: Given) -> Decided[Review]:
    """Lifts the hold of this kind."""
    if command.kind not in {each.kind for each in holds_in_force(review)}:
        raise Refused(Reason("hold/none", "No hold of this kind is in force. Choose another kind.", "kind"))
    ended = {"lifted_on": given.today, "lifted_by": given.actor.person_ref, "lifted_because": command.reason}
    holds = tuple(each.model_copy(update=ended) if each.kind is command.kind else each for each in review.holds)
    lifted = PublicationHoldLifted(review=review.id, kind=command.kind)
    return Decided(review.model_copy(update={"holds": holds}), (lifted,))
