"""Lifting a hold on publication (RR5)."""

from datetime import timedelta

from contracts.events.event import Event
from contracts.vocabulary.reviews import HoldKind
from services.review_registry.domain.review.chasing import alarm, ring
from services.review_registry.domain.review.holding import PlaceHold, place_hold
from services.review_registry.domain.review.lifting import LiftHold, lift_hold
from services.review_registry.domain.review.state import Review, holds_in_force
from tests.builders.review_registry import DECIDER, NOW, TODAY, given, opened

CRIMINAL = HoldKind.CRIMINAL


def placing(days: int, kind: HoldKind = CRIMINAL) -> PlaceHold:
    return PlaceHold(kind=kind, review_on=TODAY + timedelta(days=days), authority="The investigating officer.")


def held(days: int = 10, kind: HoldKind = CRIMINAL, review: Review | None = None, after: int = 0) -> Review:
    """Returns a review with a hold that is reviewed in so many days."""
    now = NOW + timedelta(days=after)
    return place_hold(review or opened("near-miss-review"), placing(days, kind), given(DECIDER, now)).state


def rung(review: Review, days: int) -> tuple[Review, tuple[Event, ...]]:
    decided = ring(review, given(now=NOW + timedelta(days=days)))
    return decided.state, decided.events


def test_each_kind_of_hold_is_lifted_alone() -> None:
    review = held(20, HoldKind.CORONIAL, held(10))
    again = held(30, CRIMINAL, review)
    assert [(each.kind, each.review_on) for each in again.holds] == [
        (HoldKind.CORONIAL, TODAY + timedelta(days=20)),
        (CRIMINAL, TODAY + timedelta(days=30)),
    ]
    lifted = lift_hold(again, LiftHold(kind=HoldKind.CORONIAL, reason="The inquest is over."), given(DECIDER)).state
    assert [each.kind for each in holds_in_force(lifted)] == [CRIMINAL]


def test_lifted_hold_has_no_review() -> None:
    lifted = lift_hold(held(10), LiftHold(kind=CRIMINAL, reason="A plea was entered."), given(DECIDER)).state
    assert alarm(lifted, given()) is None
    assert rung(lifted, 10)[1] == ()
