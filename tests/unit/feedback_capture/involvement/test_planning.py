"""The plan of an involvement follows from the type of its review (FC1, R17, R18)."""

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
from tests.builders.given import CLOSED, actor

LATER = date(2026, 3, 2)


def test_plan_has_a_party_with_a_derived_id_for_each_group() -> None:
    decided = plan(None, opening(), at())
    (event,) = decided.events
    assert isinstance(event, InvolvementPlanned)
    assert [(each.group, each.id) for each in event.parties] == [
        (group, derived("party", REVIEW, group, "1")) for group in ("surviving-siblings", "parents-carers", "practitioners")
    ]
    assert threads(decided.state) == (REVIEW,)


def test_plan_prefers_the_groups_of_the_event() -> None:
    assert [each.group for each in planned(groups=("parents-carers",)).parties] == ["parents-carers"]
    assert planned(groups=()).parties == ()
    assert planned(review_type="gone-from-the-settings").parties == ()


def test_plan_stays_as_it_is_when_the_event_repeats() -> None:
    state = in_scope()
    again = plan(state, opening(), at(LATER))
    assert (again.state, again.events) == (state, ())


def test_added_party_is_planned_with_all_the_others() -> None:
    decided = add_party(in_scope(), AddParty(group="surviving-siblings"), at(LATER, UNIT))
    (event,) = decided.events
    assert isinstance(event, InvolvementPlanned)
    assert len(event.parties) == 4
    assert event.parties[-1].id == derived("party", REVIEW, "surviving-siblings", "2")
    assert decided.state.parties[-1].due == {InvolvementStep.OFFER: add_working_days(LATER, 20, CLOSED)}


def test_added_party_is_refused_without_a_group_or_after_closing() -> None:
    state = closed(
        in_scope(), ReviewClosed(review=REVIEW, findings_confirmed=1, actions_sustained=1, products_published=0), at()
    )
    with pytest.raises(Refused) as refused:
        add_party(state.state, AddParty(group="neighbours"), at(who=UNIT))
    assert codes(refused.value) == ["involvement/review-closed", "involvement/unknown-group"]


def test_facilitator_is_named_once_and_reads_it_from_then_on() -> None:
    state = in_scope()
    assert reads(INVOLVEMENT, state, FACILITATOR)
    assert not reads(INVOLVEMENT, state, OTHER_FACILITATOR)
    with pytest.raises(Refused) as refused:
        name_facilitator(state, NameFacilitator(person_ref=FACILITATOR.person_ref), at(who=UNIT))
    assert codes(refused.value) == ["involvement/named-already"]


def test_involvement_is_read_by_the_partnership_and_no_agency() -> None:
    state = offered()
    assert all(reads(INVOLVEMENT, state, actor(role)) for role in ("business-unit", "decider", "scrutineer", "inspector"))
    assert not any(reads(INVOLVEMENT, state, each) for each in (MANAGER, PRACTITIONER, actor("contributor", "police")))
    assert sees_people(state, UNIT)
    assert sees_people(state, FACILITATOR)
    assert not any(sees_people(state, each) for each in (CHAIR, actor("decider", "police"), actor("inspector")))
