"""A review's plan of whom to hear follows from its type, each party with its clock (FC1, R17, R18)."""

from datetime import date

import pytest

from contracts.events.feedback_capture import InvolvementPlanned
from contracts.events.review_registry import ReviewClosed
from contracts.vocabulary.feedback import InvolvementStep
from services.chassis.rules.calendar import add_working_days
from services.chassis.rules.decisions import Refused, derived
from services.feedback_capture.domain.involvement.following import closed
from services.feedback_capture.domain.involvement.naming import NameFacilitator, name_facilitator
from services.feedback_capture.domain.involvement.planning import AddParty, add_party, plan
from services.feedback_capture.domain.involvement.state import sees_people, threads
from services.feedback_capture.kinds import INVOLVEMENT
from tests.builders.feedback_capture import (
    CHAIR,
    FACILITATOR,
    MANAGER,
    OTHER_FACILITATOR,
    PRACTITIONER,
    REVIEW,
    UNIT,
    at,
    codes,
    in_scope,
    offered,
    opening,
    planned,
    reads,
)
from tests.builders.given import CLOSED, MONDAY, actor

TWENTY_ON = add_working_days(MONDAY.date(), 20, CLOSED)


FIFTEEN_ON = add_working_days(MONDAY.date(), 15, CLOSED)


LATER = date(2026, 3, 2)


def test_a_party_for_each_group_of_the_type_each_with_an_id_that_anybody_can_derive() -> None:
    decided = plan(None, opening(), at())
    (event,) = decided.events
    assert isinstance(event, InvolvementPlanned)
    assert [(each.group, each.id) for each in event.parties] == [
        (group, derived("party", REVIEW, group, "1")) for group in ("surviving-siblings", "parents-carers", "practitioners")
    ]
    assert threads(decided.state) == (REVIEW,)


def test_groups_that_the_event_names_go_before_those_of_the_type() -> None:
    assert [each.group for each in planned(groups=("parents-carers",)).parties] == ["parents-carers"]
    assert planned(groups=()).parties == ()
    assert planned(review_type="gone-from-the-settings").parties == ()


def test_a_plan_heard_again_stays_as_it_is() -> None:
    state = in_scope()
    again = plan(state, opening(), at(LATER))
    assert (again.state, again.events) == (state, ())


def test_another_sibling_is_planned_with_all_the_others() -> None:
    decided = add_party(in_scope(), AddParty(group="surviving-siblings"), at(LATER, UNIT))
    (event,) = decided.events
    assert isinstance(event, InvolvementPlanned)
    assert len(event.parties) == 4
    assert event.parties[-1].id == derived("party", REVIEW, "surviving-siblings", "2")
    assert decided.state.parties[-1].due == {InvolvementStep.OFFER: add_working_days(LATER, 20, CLOSED)}


def test_a_party_of_no_group_or_of_a_closed_review_is_refused() -> None:
    state = closed(
        in_scope(), ReviewClosed(review=REVIEW, findings_confirmed=1, actions_sustained=1, products_published=0), at()
    )
    with pytest.raises(Refused) as refused:
        add_party(state.state, AddParty(group="neighbours"), at(who=UNIT))
    assert codes(refused.value) == ["involvement/review-closed", "involvement/unknown-group"]


def test_a_facilitator_is_named_once_and_sees_it_from_then_on() -> None:
    state = in_scope()
    assert reads(INVOLVEMENT, state, FACILITATOR)
    assert not reads(INVOLVEMENT, state, OTHER_FACILITATOR)
    with pytest.raises(Refused) as refused:
        name_facilitator(state, NameFacilitator(person_ref=FACILITATOR.person_ref), at(who=UNIT))
    assert codes(refused.value) == ["involvement/named-already"]


def test_the_partnership_sees_it_and_no_agency_does() -> None:
    state = offered()
    assert all(reads(INVOLVEMENT, state, actor(role)) for role in ("business-unit", "decider", "scrutineer", "inspector"))
    assert not any(reads(INVOLVEMENT, state, each) for each in (MANAGER, PRACTITIONER, actor("contributor", "police")))
    assert sees_people(state, UNIT)
    assert sees_people(state, FACILITATOR)
    assert not any(sees_people(state, each) for each in (CHAIR, actor("decider", "police"), actor("inspector")))
