"""What holds a publication back: proceedings, each with a day on which somebody looks again (RR5; domain.md 5d)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pydantic import Field

from contracts.events.review_registry import HoldReviewDue, PublicationHeld, PublicationHoldLifted
from contracts.vocabulary.reviews import HoldKind
from contracts.vocabulary.types import PersonRef
from services.chassis.rules.decisions import Decided, Given, Reason, Refused, refuse_if_any
from services.review_registry.domain.part import Part

if TYPE_CHECKING:
    from services.review_registry.domain.review import Review


class PlaceHold(Part):
    """Holds publication back, or sets another day to look again at a hold that is there."""

    kind: HoldKind
    review_on: date
    authority: str = Field(min_length=5, max_length=2000)


class LiftHold(Part):
    """Ends a hold."""

    kind: HoldKind
    reason: str = Field(min_length=5, max_length=2000)


class Hold(PlaceHold):
    """A hold, in force until it has a day on which it was lifted."""

    placed_on: date
    placed_by: PersonRef
    told: bool = False
    """That the day to look again has come."""
    lifted_on: date | None = None
    lifted_by: PersonRef | None = None
    lifted_because: str = ""


def place_hold(review: Review, command: PlaceHold, given: Given) -> Decided[Review]:
    reasons: list[Reason] = []
    if command.review_on <= given.today:
        reasons.append(Reason("hold/reviewed-in-past", "The day to look again lies ahead.", "review_on"))
    if review.publication and review.publication.stands:
        reasons.append(Reason("hold/published", "What has been published is withdrawn before it is held back."))
    refuse_if_any(reasons)
    hold = Hold(**dict(command), placed_on=given.today, placed_by=given.actor.person_ref)
    others = tuple(each for each in review.holds if each.kind is not command.kind)
    held = PublicationHeld(review=review.id, kind=command.kind, review_on=command.review_on)
    return Decided(review.model_copy(update={"holds": (*others, hold)}), (held,))


def lift_hold(review: Review, command: LiftHold, given: Given) -> Decided[Review]:
    if command.kind not in {each.kind for each in in_force(review)}:
        raise Refused(Reason("hold/none", "There is no hold of this kind.", "kind"))
    ended = {"lifted_on": given.today, "lifted_by": given.actor.person_ref, "lifted_because": command.reason}
    holds = tuple(each.model_copy(update=ended) if each.kind is command.kind else each for each in review.holds)
    return Decided(review.model_copy(update={"holds": holds}), (PublicationHoldLifted(review=review.id, kind=command.kind),))


def in_force(review: Review) -> list[Hold]:
    return [each for each in review.holds if each.lifted_on is None]


def waiting(review: Review) -> list[date]:
    """The days on which somebody is to look at a hold again and has not been told."""
    return [each.review_on for each in in_force(review) if not each.told]


def come_up(review: Review, today: date) -> tuple[tuple[Hold, ...], tuple[HoldReviewDue, ...]]:
    """The holds after the day has come, and what is told of it: once a hold and date."""
    due = [each for each in in_force(review) if not each.told and each.review_on <= today]
    holds = tuple(each.model_copy(update={"told": True}) if each in due else each for each in review.holds)
    return holds, tuple(HoldReviewDue(review=review.id, kind=each.kind, due=each.review_on) for each in due)
