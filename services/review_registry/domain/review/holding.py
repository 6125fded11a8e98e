"""Placing a hold on publication, with a date on which it is reviewed (RR5)."""

from datetime import date

from pydantic import Field

from contracts.events.review_registry import PublicationHeld
from contracts.vocabulary.reviews import HoldKind
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.happened import day_happened, day_reasons
from services.chassis.rules.values import CommandBody
from services.review_registry.domain.review.state import Hold, Review


class PlaceHold(CommandBody):
    """Holds publication because of proceedings. Each proceedings has a hold of its own."""

    kind: HoldKind
    review_on: date
    authority: str = Field(min_length=5, max_length=2000)
    on: date | None = None
    """The day on which the authority asked for it, if that is not today."""


def place_hold(review: Review, command: PlaceHold, given: Given) -> Decided[Review]:
    """Places one more hold. Those in force stay."""
    refuse_if_any(day_reasons(command.on, given) + reviewed_later(command.review_on, given))
    hold = Hold(
        id=given.derive("hold"),
        kind=command.kind,
        review_on=command.review_on,
        authority=command.authority,
        placed_on=day_happened(command.on, given),
        placed_by=given.actor.person_ref,
    )
    held = PublicationHeld(review=review.id, hold=hold.id, kind=hold.kind, review_on=hold.review_on)
    return Decided(review.model_copy(update={"holds": (*review.holds, hold)}), (held,))


def reviewed_later(review_on: date, given: Given) -> list[Reason]:
    """Returns a reason unless a hold would be reviewed on a later day than today."""
    if review_on > given.today:
        return []
    return [Reason("hold/reviewed-in-past", "Enter a review date that is in the future.", "review_on")]
