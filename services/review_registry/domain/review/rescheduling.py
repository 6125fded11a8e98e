"""Setting another review date for a hold in force (RR5)."""

from datetime import date

from pydantic import Field

from contracts.events.review_registry import PublicationHeld
from contracts.vocabulary.types import Id
from services.chassis.rules.decisions import Decided, Given, Refused
from services.chassis.rules.values import CommandBody
from services.review_registry.domain.review.holding import reviewed_later
from services.review_registry.domain.review.lifting import not_in_force
from services.review_registry.domain.review.state import Review, hold_of


class RescheduleHold(CommandBody):
    """Sets another review date for one hold, with the reason."""

    hold: Id
    review_on: date
    reason: str = Field(min_length=5, max_length=2000)


def reschedule_hold(review: Review, command: RescheduleHold, given: Given) -> Decided[Review]:
    """Sets the date, on which `HoldReviewDue` is emitted again."""
    found = hold_of(review, command.hold)
    reasons = reviewed_later(command.review_on, given)
    if found is None or reasons:
        raise Refused(*([] if found else [not_in_force()]), *reasons)
    changes = {
        "review_on": command.review_on,
        "told": False,
        "rescheduled_by": given.actor.person_ref,
        "rescheduled_because": command.reason,
    }
    holds = tuple(each.model_copy(update=changes) if each.id == found.id else each for each in review.holds)
    held = PublicationHeld(review=review.id, hold=found.id, kind=found.kind, review_on=command.review_on)
    return Decided(review.model_copy(update={"holds": holds}), (held,))
