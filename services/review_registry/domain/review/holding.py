"""Placing a hold on publication, with a date on which it is reviewed (RR5)."""

from datetime import date

from pydantic import Field

from contracts.events.review_registry import PublicationHeld
from contracts.vocabulary.reviews import HoldKind
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.values import CommandBody
from services.review_registry.domain.review.state import Hold, Review


class PlaceHold(CommandBody):
    """Holds publication because of proceedings, or sets another review date for a hold in force."""

    kind: HoldKind
    review_on: date
    authority: str = Field(min_length=5, max_length=2000)


def place_hold(review: Review, command: PlaceHold, given: Given) -> Decided[Review]:
    """Places a hold. It replaces an earlier hold of the same kind."""
    reasons: list[Reason] = []
    if command.review_on <= given.today:
        reasons.append(Reason("hold/reviewed-in-past", "Enter a review date that is in the future.", "review_on"))
    refuse_if_any(reasons)
    hold = Hold(**command.model_dump(), placed_on=given.today, placed_by=given.actor.person_ref)
    others = tuple(each for each in review.holds if each.kind is not command.kind)
    held = PublicationHeld(review=review.id, kind=command.kind, review_on=command.review_on)
    return Decided(review.model_copy(update={"holds": (*others, hold)}), (held,))
