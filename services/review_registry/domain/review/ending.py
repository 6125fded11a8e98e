"""Ending a review that is not to be closed: screened out, withdrawn, transferred, or a duplicate (RR1)."""

from typing import Annotated, Literal

from pydantic import Field

from contracts.events.review_registry import ReviewEnded
from contracts.vocabulary.reviews import ReviewEnd
from contracts.vocabulary.types import Reference
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.review_registry.domain.review.guards import not_public
from services.review_registry.domain.review.rationale import Rationale, decided_on_reasons, recorded
from services.review_registry.domain.review.state import Ended, Review

Noted = Annotated[str, Field(max_length=4000)]
Told = Annotated[tuple[Annotated[str, Field(min_length=2, max_length=200)], ...], Field(max_length=50)]


class EndReview(Rationale):
    """Ends a review that is not to be closed, with the reason. A later decision can reopen it."""

    how: Literal[ReviewEnd.WITHDRAWN, ReviewEnd.TRANSFERRED, ReviewEnd.DUPLICATE]
    learning: Noted = ""
    """The learning noted from the case."""
    told: Told = ()
    """The people and bodies who were told, such as the referrer and the family."""
    instead: Reference | None = None
    """The review that goes on, if this one is a duplicate."""


def end_review(review: Review, command: EndReview, given: Given, instead: Review | None) -> Decided[Review]:
    """Ends the review, and stops its clocks. `instead` is the review with the reference in the command, if there is one."""
    reasons = not_public(review) + decided_on_reasons(review, command, given)
    if command.how is ReviewEnd.DUPLICATE and (instead is None or instead.id == review.id):
        sentence = "Enter the reference of the other review, which goes on."
        reasons.append(Reason("ending/no-other-review", sentence, "instead"))
    refuse_if_any(reasons)
    decision = recorded("end", command.how, command, given)
    ended = Ended(
        how=command.how,
        on=decision.on,
        because=command.rationale,
        learning=command.learning,
        told=command.told,
        instead=command.instead,
    )
    return ended_as(review.model_copy(update={"decisions": (*review.decisions, decision)}), ended)


def ended_as(review: Review, ended: Ended) -> Decided[Review]:
    """Returns the review with its end. The event goes out once, also if a later decision ends it in other words."""
    events = (ReviewEnded(review=review.id, how=ended.how),) if review.is_open else ()
    return Decided(review.model_copy(update={"ended": ended}), events)
