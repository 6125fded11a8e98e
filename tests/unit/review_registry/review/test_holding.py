"""Holds on publication, and their review dates (RR5)."""

from datetime import timedelta

from hypothesis import given as any_
from hypothesis import strategies as st

from contracts.events.event import Event
from contracts.events.review_registry import HoldReviewDue, PublicationHeld, PublicationHoldLifted
from contracts.vocabulary.reviews import HoldKind
from services.chassis.rules.calendar import start_of
from services.review_registry.domain.review.chasing import alarm, ring
from services.review_registry.domain.review.holding import PlaceHold, place_hold
from services.review_registry.domain.review.lifting import LiftHold, lift_hold
from services.review_registry.domain.review.state import Review, holds_in_force
from tests.builders.refusals import codes, places
from tests.builders.review_registry import DECIDER, ID, NOW, TODAY, given, opened
from tests.builders.review_registry_closing import published

LONDON = "Europe/London"


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


def due(days: int, kind: HoldKind = CRIMINAL) -> HoldReviewDue:
    return HoldReviewDue(review=ID, kind=kind, due=TODAY + timedelta(days=days))


def test_placing_and_lifting_emit_events_and_keep_reasons() -> None:
    placed = place_hold(opened(), placing(10), given(DECIDER))
    assert placed.events == (PublicationHeld(review=ID, kind=CRIMINAL, review_on=TODAY + timedelta(days=10)),)
    lifted = lift_hold(placed.state, LiftHold(kind=CRIMINAL, reason="A plea was entered."), given(DECIDER))
    assert lifted.events == (PublicationHoldLifted(review=ID, kind=CRIMINAL),)
    assert holds_in_force(lifted.state) == []
    (kept,) = lifted.state.holds
    assert (kept.authority, kept.lifted_because, kept.lifted_by) == (
        "The investigating officer.",
        "A plea was entered.",
        "p-decider",
    )


def test_hold_needs_a_future_date_and_lifting_needs_a_hold() -> None:
    lift = LiftHold(kind=CRIMINAL, reason="A plea was entered.")
    assert places(lift_hold, held(10, HoldKind.CORONIAL), lift, given(DECIDER)) == [("hold/none", "kind")]
    assert codes(lift_hold, lift_hold(held(), lift, given(DECIDER)).state, lift, given(DECIDER)) == ["hold/none"]
    assert places(place_hold, opened(), placing(0), given(DECIDER)) == [("hold/reviewed-in-past", "review_on")]


def test_published_review_can_be_held_at_once() -> None:
    held_back = place_hold(published(), placing(10), given(DECIDER))
    assert held_back.events
    assert held_back.state.publication == published().publication, "it comes back when the hold is lifted"


def test_hold_review_is_due_when_its_day_begins() -> None:
    assert alarm(held(10), given()) == start_of(TODAY + timedelta(days=10), LONDON)
    assert rung(held(10), 9)[1] == ()
    review, events = rung(held(10), 10)
    assert events == (due(10),)
    assert alarm(review, given(now=NOW + timedelta(days=10))) is None
    assert rung(review, 400)[1] == ()


def test_later_review_date_is_due_too() -> None:
    review, _ = rung(held(10), 10)
    later = held(40, review=review, after=11)
    assert rung(later, 39)[1] == ()
    assert rung(later, 40)[1] == (due(40),)


def test_closed_review_has_the_alarm_of_its_holds_alone() -> None:
    closed = held().model_copy(update={"closed_on": TODAY})
    assert alarm(closed, given()) == start_of(TODAY + timedelta(days=10), LONDON)
    assert rung(closed, 10)[1] == (due(10),)
    assert alarm(opened("near-miss-review").model_copy(update={"closed_on": TODAY}), given()) is None


@any_(st.dictionaries(st.sampled_from(HoldKind), st.integers(1, 50)), st.lists(st.integers(0, 60), max_size=6).map(sorted))
def test_each_hold_emits_one_event_however_late(days: dict[HoldKind, int], looks: list[int]) -> None:
    review = opened("near-miss-review")
    for kind, each in days.items():
        review = held(each, kind, review)
    told: list[Event] = []
    for look in looks:
        review, events = rung(review, look)
        told += events
        ahead = alarm(review, given(now=NOW + timedelta(days=look)))
        assert ahead is None or ahead > NOW + timedelta(days=look)
    last = looks[-1] if looks else 0
    assert sorted(map(str, told)) == sorted(str(due(each, kind)) for kind, each in days.items() if each <= last)
