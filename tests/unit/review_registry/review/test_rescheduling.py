"""Another review date for a hold (RR5)."""

from datetime import timedelta

from contracts.events.event import Event
from contracts.events.review_registry import HoldReviewDue, PublicationHeld
from contracts.vocabulary.reviews import HoldKind
from services.chassis.rules.decisions import derived
from services.review_registry.domain.review.chasing import ring
from services.review_registry.domain.review.rescheduling import RescheduleHold, reschedule_hold
from services.review_registry.domain.review.state import Review
from tests.builders.refusals import places
from tests.builders.review_registry import DECIDER, ID, NOW, TODAY, given, held, opened

CRIMINAL = HoldKind.CRIMINAL
REVIEW = held(opened("near-miss-review"), CRIMINAL, CRIMINAL, days=10)
ONE, OTHER = REVIEW.holds


def rescheduling(hold: str = ONE.id, days: int = 40) -> RescheduleHold:
    return RescheduleHold(hold=hold, review_on=TODAY + timedelta(days=days), reason="The trial was adjourned.")


def rung(review: Review, days: int) -> tuple[Review, tuple[Event, ...]]:
    decided = ring(review, given(now=NOW + timedelta(days=days)))
    return decided.state, decided.events


def due(hold: str, days: int) -> HoldReviewDue:
    return HoldReviewDue(review=ID, hold=hold, kind=CRIMINAL, due=TODAY + timedelta(days=days))


def test_hold_keeps_its_id_and_the_reason_for_its_date() -> None:
    decided = reschedule_hold(REVIEW, rescheduling(), given(DECIDER))
    later = TODAY + timedelta(days=40)
    assert decided.events == (PublicationHeld(review=ID, hold=ONE.id, kind=CRIMINAL, review_on=later),)
    changed, same = decided.state.holds
    assert (changed.id, changed.review_on, changed.authority) == (ONE.id, later, ONE.authority)
    assert (changed.rescheduled_because, changed.rescheduled_by) == ("The trial was adjourned.", "p-decider")
    assert same == OTHER


def test_later_review_date_is_due_too() -> None:
    told, events = rung(REVIEW, 10)
    assert events == (due(ONE.id, 10), due(OTHER.id, 10))
    later = reschedule_hold(told, rescheduling(), given(DECIDER, NOW + timedelta(days=11))).state
    assert rung(later, 39)[1] == ()
    assert rung(later, 40)[1] == (due(ONE.id, 40),)


def test_rescheduling_needs_a_hold_in_force_and_a_future_date() -> None:
    assert places(reschedule_hold, REVIEW, rescheduling(derived("another"), days=0), given(DECIDER)) == [
        ("hold/none", "hold"),
        ("hold/reviewed-in-past", "review_on"),
    ]
