"""Lifting a hold on publication (RR5)."""

from datetime import timedelta
from typing import Any

from contracts.events.review_registry import PublicationHoldLifted
from contracts.vocabulary.reviews import HoldKind
from services.chassis.rules.decisions import derived
from services.review_registry.domain.review.chasing import alarm, ring
from services.review_registry.domain.review.lifting import LiftHold, lift_hold
from services.review_registry.domain.review.state import Review, holds_in_force
from tests.builders.refusals import codes, places
from tests.builders.review_registry import DECIDER, ID, NOW, TODAY, given, held, opened

CRIMINAL = HoldKind.CRIMINAL


def lifting(hold: str, **changed: Any) -> LiftHold:
    return LiftHold.model_validate({"hold": hold, "reason": "A plea was entered.", **changed})


def on_hold(*kinds: HoldKind) -> Review:
    return held(opened("near-miss-review"), *kinds)


def test_lifting_emits_the_hold_and_keeps_the_reason() -> None:
    review = on_hold()
    lifted = lift_hold(review, lifting(review.holds[0].id), given(DECIDER))
    assert lifted.events == (PublicationHoldLifted(review=ID, hold=review.holds[0].id, kind=CRIMINAL),)
    (kept,) = lifted.state.holds
    assert (kept.lifted_on, kept.lifted_because, kept.lifted_by) == (TODAY, "A plea was entered.", "p-decider")


def test_other_proceedings_of_its_kind_stay_in_force() -> None:
    review = on_hold(CRIMINAL, CRIMINAL)
    one, other = review.holds
    lifted = lift_hold(review, lifting(other.id), given(DECIDER)).state
    assert holds_in_force(lifted) == [one]


def test_only_a_hold_in_force_can_be_lifted() -> None:
    review = on_hold()
    assert places(lift_hold, review, lifting(derived("another")), given(DECIDER)) == [("hold/none", "hold")]
    lifted = lift_hold(review, lifting(review.holds[0].id), given(DECIDER)).state
    assert codes(lift_hold, lifted, lifting(review.holds[0].id), given(DECIDER)) == ["hold/none"]


def test_hold_is_not_lifted_before_it_was_placed() -> None:
    review = on_hold()
    early = lifting(review.holds[0].id, on=TODAY - timedelta(days=1))
    assert codes(lift_hold, review, early, given(DECIDER)) == ["day/too-early"]


def test_lifted_hold_has_no_review() -> None:
    review = on_hold()
    lifted = lift_hold(review, lifting(review.holds[0].id), given(DECIDER)).state
    assert alarm(lifted, given()) is None
    assert ring(lifted, given(now=NOW + timedelta(days=31))).events == ()
