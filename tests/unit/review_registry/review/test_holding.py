"""Holds on publication, and their review dates (RR5)."""

from datetime import timedelta

from hypothesis import given as any_
from hypothesis import strategies as st

from contracts.events.event import Event
from contracts.events.review_registry import HoldReviewDue, PublicationHeld
from contracts.vocabulary.reviews import HoldKind
from services.chassis.rules.calendar import start_of
from services.review_registry.domain.review.chasing import alarm, ring
from services.review_registry.domain.review.holding import place_hold
from services.review_registry.domain.review.state import Review, holds_in_force
from tests.builders.refusals import codes, places
from tests.builders.review_registry import DECIDER, ID, NOW, TODAY, given, held, holding, opened
from tests.builders.review_registry_closing import published

LONDON = "Europe/London"
CRIMINAL = HoldKind.CRIMINAL


def held_for(days: int) -> Review:
    """Returns a review with a hold that is reviewed in so many days."""
    return held(opened("near-miss-review"), days=days)


def rung(review: Review, days: int) -> tuple[Review, tuple[Event, ...]]:
    decided = ring(review, given(now=NOW + timedelta(days=days)))
    return decided.state, decided.events


def due(review: Review, number: int = 0) -> HoldReviewDue:
    hold = review.holds[number]
    return HoldReviewDue(review=ID, hold=hold.id, kind=hold.kind, due=hold.review_on)


def test_hold_emits_its_id_and_keeps_its_authority() -> None:
    placed = place_hold(opened(), holding(10), given(DECIDER))
    (hold,) = placed.state.holds
    event = PublicationHeld(review=ID, hold=hold.id, kind=CRIMINAL, review_on=TODAY + timedelta(days=10))
    assert placed.events == (event,)
    assert (hold.authority, hold.placed_on, hold.placed_by) == ("The investigating officer.", TODAY, "p-decider")


def test_two_proceedings_of_one_kind_are_two_holds() -> None:
    one, other = held(opened(), CRIMINAL, CRIMINAL).holds
    assert one.id != other.id
    assert holds_in_force(held(opened(), CRIMINAL, CRIMINAL)) == [one, other]


def test_hold_needs_a_review_date_in_the_future() -> None:
    assert places(place_hold, opened(), holding(0), given(DECIDER)) == [("hold/reviewed-in-past", "review_on")]


def test_hold_has_the_day_on_which_it_was_asked_for() -> None:
    yesterday = TODAY - timedelta(days=1)
    assert place_hold(opened(), holding(on=yesterday), given(DECIDER)).state.holds[0].placed_on == yesterday
    assert codes(place_hold, opened(), holding(on=TODAY + timedelta(days=1)), given(DECIDER)) == ["day/in-future"]


def test_published_review_can_be_held_at_once() -> None:
    held_back = place_hold(published(), holding(10), given(DECIDER))
    assert held_back.events
    assert held_back.state.publication == published().publication, "it comes back when the hold is lifted"


def test_hold_review_is_due_when_its_day_begins() -> None:
    review = held_for(10)
    assert alarm(review, given()) == start_of(TODAY + timedelta(days=10), LONDON)
    assert rung(review, 9)[1] == ()
    after, events = rung(review, 10)
    assert events == (due(review),)
    assert alarm(after, given(now=NOW + timedelta(days=10))) is None
    assert rung(after, 400)[1] == ()


def test_closed_review_has_the_alarm_of_its_holds_alone() -> None:
    closed = held_for(10).model_copy(update={"closed_on": TODAY})
    assert alarm(closed, given()) == start_of(TODAY + timedelta(days=10), LONDON)
    assert rung(closed, 10)[1] == (due(closed),)
    assert alarm(opened("near-miss-review").model_copy(update={"closed_on": TODAY}), given()) is None


holds = st.lists(st.tuples(st.sampled_from(HoldKind), st.integers(1, 50)), max_size=5)


@any_(holds, st.lists(st.integers(0, 60), max_size=6).map(sorted))
def test_each_hold_emits_one_event_however_late(placed: list[tuple[HoldKind, int]], looks: list[int]) -> None:
    review = opened("near-miss-review")
    for kind, days in placed:
        review = held(review, kind, days=days)
    expected = [due(review, number) for number in range(len(placed))]
    told: list[Event] = []
    for look in looks:
        review, events = rung(review, look)
        told += events
        ahead = alarm(review, given(now=NOW + timedelta(days=look)))
        assert ahead is None or ahead > NOW + timedelta(days=look)
    last = TODAY + timedelta(days=looks[-1] if looks else 0)
    assert sorted(map(str, told)) == sorted(str(each) for each in expected if each.due <= last)
