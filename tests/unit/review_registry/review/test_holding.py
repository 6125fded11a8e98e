"""RR5, domain.md 5d: what holds a publication back; somebody is told on the day to look again, once a hold and date."""

from datetime import timedelta

from hypothesis import given as any_
from hypothesis import strategies as st

from contracts.events.event import Event
from contracts.events.review_registry import HoldReviewDue, PublicationHeld, PublicationHoldLifted
from contracts.vocabulary.reviews import HoldKind, WithdrawalReason
from services.chassis.rules.calendar import start_of
from services.review_registry.domain.review.chasing import alarm, ring
from services.review_registry.domain.review.holding import PlaceHold, place_hold
from services.review_registry.domain.review.lifting import LiftHold, lift_hold
from services.review_registry.domain.review.state import Review, holds_in_force
from services.review_registry.domain.review.withdrawing import WithdrawPublication, withdraw_publication
from tests.builders.refusals import codes, places
from tests.builders.review_registry import DECIDER, ID, NOW, TODAY, given, opened
from tests.builders.review_registry_closing import published

LONDON = "Europe/London"
CRIMINAL = HoldKind.CRIMINAL


def placing(days: int, kind: HoldKind = CRIMINAL) -> PlaceHold:
    return PlaceHold(kind=kind, review_on=TODAY + timedelta(days=days), authority="The investigating officer.")


def held(days: int = 10, kind: HoldKind = CRIMINAL, review: Review | None = None, after: int = 0) -> Review:
    """A hold, placed so many days from now."""
    now = NOW + timedelta(days=after)
    return place_hold(review or opened("near-miss-review"), placing(days, kind), given(DECIDER, now)).state


def rung(review: Review, days: int) -> tuple[Review, tuple[Event, ...]]:
    decided = ring(review, given(now=NOW + timedelta(days=days)))
    return decided.state, decided.events


def due(days: int, kind: HoldKind = CRIMINAL) -> HoldReviewDue:
    return HoldReviewDue(review=ID, kind=kind, due=TODAY + timedelta(days=days))


def test_placing_and_lifting_are_told_and_the_reasons_kept() -> None:
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


def test_each_kind_is_held_once_and_lifted_alone() -> None:
    review = held(20, HoldKind.CORONIAL, held(10))
    again = held(30, CRIMINAL, review)
    assert [(each.kind, each.review_on) for each in again.holds] == [
        (HoldKind.CORONIAL, TODAY + timedelta(days=20)),
        (CRIMINAL, TODAY + timedelta(days=30)),
    ]
    lifted = lift_hold(again, LiftHold(kind=HoldKind.CORONIAL, reason="The inquest is over."), given(DECIDER)).state
    assert [each.kind for each in holds_in_force(lifted)] == [CRIMINAL]


def test_what_is_not_held_is_not_lifted_and_the_day_to_look_again_lies_ahead() -> None:
    lift = LiftHold(kind=CRIMINAL, reason="A plea was entered.")
    assert places(lift_hold, held(10, HoldKind.CORONIAL), lift, given(DECIDER)) == [("hold/none", "kind")]
    assert codes(lift_hold, lift_hold(held(), lift, given(DECIDER)).state, lift, given(DECIDER)) == ["hold/none"]
    assert places(place_hold, opened(), placing(0), given(DECIDER)) == [("hold/reviewed-in-past", "review_on")]


def test_what_can_be_read_by_anybody_is_withdrawn_before_it_is_held_back() -> None:
    """A hold beside a report that is still shown would say what is not so."""
    assert codes(place_hold, published(), placing(10), given(DECIDER)) == ["hold/published"]
    withdrawn = withdraw_publication(
        published(), WithdrawPublication(reason=WithdrawalReason.COURT_ORDER), given(DECIDER)
    ).state
    assert place_hold(withdrawn, placing(10), given(DECIDER)).events


def test_it_comes_up_when_its_day_begins() -> None:
    assert alarm(held(10), given()) == start_of(TODAY + timedelta(days=10), LONDON)
    assert rung(held(10), 9)[1] == ()
    review, events = rung(held(10), 10)
    assert events == (due(10),)
    assert alarm(review, given(now=NOW + timedelta(days=10))) is None
    assert rung(review, 400)[1] == ()


def test_a_later_day_can_be_set_and_comes_up_too() -> None:
    review, _ = rung(held(10), 10)
    later = held(40, review=review, after=11)
    assert rung(later, 39)[1] == ()
    assert rung(later, 40)[1] == (due(40),)


def test_a_hold_that_was_lifted_comes_up_no_more() -> None:
    lifted = lift_hold(held(10), LiftHold(kind=CRIMINAL, reason="A plea was entered."), given(DECIDER)).state
    assert alarm(lifted, given()) is None
    assert rung(lifted, 10)[1] == ()


def test_a_closed_review_has_no_alarm() -> None:
    assert alarm(held().model_copy(update={"closed_on": TODAY}), given()) is None


@any_(st.dictionaries(st.sampled_from(HoldKind), st.integers(1, 50)), st.lists(st.integers(0, 60), max_size=6).map(sorted))
def test_each_hold_is_told_once_however_often_and_however_late(days: dict[HoldKind, int], looks: list[int]) -> None:
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
