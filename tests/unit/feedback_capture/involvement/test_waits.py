"""The steps of an involvement that wait for people (FC1)."""

from datetime import date

import pytest

from contracts.events.review_registry import ReviewEnded
from contracts.vocabulary.reviews import ReviewEnd
from services.chassis.rules.calendar import add_working_days, start_of
from services.chassis.rules.decisions import Actor
from services.chassis.rules.waits import for_person
from services.feedback_capture.domain.asked import asked_of
from services.feedback_capture.domain.involvement.following import ended, moved
from services.feedback_capture.domain.involvement.postponing import DeferOffer, defer_offer
from services.feedback_capture.domain.involvement.state import Involvement, keys
from services.feedback_capture.domain.involvement.waits import waits
from tests.builders.feedback_capture import (
    CHAIR,
    COUNCIL_DECIDER,
    FACILITATOR,
    POLICE_DECIDER,
    POLICE_FACILITATOR,
    REVIEW,
    UNIT,
    answered,
    at,
    in_scope,
    moving,
    offered,
    party_of,
    planned,
    proposed,
)
from tests.builders.given import CLOSED, MONDAY, actor

BEGAN = start_of(MONDAY.date(), "Europe/London")


def asked(state: Involvement, who: Actor = UNIT) -> list[str]:
    """What a state asks, as a work list finds it: by its keys."""
    found = waits(state, at(who=who))
    assert set(keys(state)["waits"]) >= {each.asks for each in found}
    assert who is not UNIT or set(keys(state)["waits"]) == {each.asks for each in found}
    return sorted(each.asks for each in found)


@pytest.mark.parametrize("who", [UNIT, CHAIR, FACILITATOR, actor("scrutineer")])
def test_work_list_asks_for_every_step_that_a_person_may_take(who: Actor) -> None:
    states = (
        in_scope(),
        offered(),
        answered("accepted", "parents-carers", offered("parents-carers")),
        proposed("unable", "deceased"),
    )
    every = {each.asks for state in states for each in waits(state, at(who=UNIT))}
    taken = {each.asks for state in states for each in for_person(waits(state, at(who=UNIT)), who)}
    assert taken == every & asked_of(who)


def test_each_step_that_is_owed_waits_from_its_beginning_to_its_date() -> None:
    assert asked(planned()) == [], "nobody is owed an offer before the review goes ahead"
    state = moved(answered("accepted", "parents-carers", offered("parents-carers")), moving("report"), at()).state
    assert asked(state) == ["offer-part"] * 2 + ["tell-findings"] * 3
    (answer,) = [each for each in waits(offered(), at(who=UNIT)) if each.asks == "record-answer"]
    by = add_working_days(MONDAY.date(), 20, CLOSED)
    assert (answer.since, answer.by, answer.review) == (BEGAN, by, REVIEW)
    assert answer.about == party_of(offered(), "practitioners").id
    (offer, *_) = [each for each in waits(in_scope(), at(who=UNIT)) if each.asks == "offer-part"]
    assert (offer.since, offer.by, offer.roles) == (BEGAN, by, ("business-unit", "facilitator"))


def test_deferral_waits_until_the_day_to_look_again() -> None:
    state = in_scope()
    command = DeferOffer(
        party=party_of(state, "parents-carers").id, until="trial-end", look_again=date(2026, 3, 2), reason="sealed"
    )
    deferred = defer_offer(state, command, at(who=CHAIR)).state
    (look,) = [each for each in waits(deferred, at(who=CHAIR)) if each.asks == "look-again"]
    assert (look.since, look.by) == (BEGAN, date(2026, 3, 2))


def test_exception_waits_for_a_decider_without_a_side() -> None:
    state = proposed("unable", "deceased")
    for who, sees in ((UNIT, True), (CHAIR, True), (COUNCIL_DECIDER, True), (POLICE_DECIDER, False)):
        assert ("approve-exception" in asked(state, who)) is sees
    own = actor("decider", person_ref=UNIT.person_ref)
    assert "approve-exception" not in asked(state, own)


def test_colleague_who_hears_learns_nothing_of_the_practitioner() -> None:
    assert "record-answer" in asked(offered(), FACILITATOR)
    assert "record-answer" not in asked(offered(), POLICE_FACILITATOR)


def test_review_that_is_over_asks_nothing() -> None:
    assert asked(ended(offered(), ReviewEnded(review=REVIEW, how=ReviewEnd.TRANSFERRED), at()).state) == []
