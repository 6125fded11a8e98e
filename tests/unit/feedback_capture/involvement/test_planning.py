"""A review's plan of whom to hear follows from its type, each party with its clock (FC1, R17, R18)."""

from datetime import date

import pytest

from contracts.events.feedback_capture import InvolvementPlanned
from contracts.events.review_registry import PublicationWithdrawn, ReviewClosed
from contracts.vocabulary.feedback import InvolvementStep
from services.chassis.rules.calendar import add_working_days
from services.chassis.rules.decisions import Refused, derived
from services.feedback_capture.domain.chasing import alarm
from services.feedback_capture.domain.involvement import knows_who, threads, visible
from services.feedback_capture.domain.planning import (
    AddParty,
    NameFacilitator,
    add_party,
    closed,
    moved,
    name_facilitator,
    plan,
    published,
    scoped,
    withdrawn,
)
from tests.unit.feedback_capture.given import (
    CHAIR,
    CLOSED,
    FACILITATOR,
    MANAGER,
    MONDAY,
    OTHER_FACILITATOR,
    PRACTITIONER,
    REVIEW,
    UNIT,
    actor,
    answered,
    at,
    codes,
    in_scope,
    moving,
    offered,
    opening,
    party_of,
    planned,
    publishing,
    scoping,
)

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


def test_family_is_to_be_offered_a_part_from_the_opening_and_practitioners_from_the_scope_on() -> None:
    state = planned()
    assert party_of(state, "surviving-siblings").due == {InvolvementStep.OFFER: TWENTY_ON}
    assert party_of(state, "practitioners").due == {}
    state = scoped(state, scoping(), at(LATER)).state
    by = add_working_days(LATER, 20, CLOSED)
    assert party_of(state, "practitioners").due == {InvolvementStep.OFFER: by}
    assert party_of(state, "surviving-siblings").due == {InvolvementStep.OFFER: TWENTY_ON}
    assert scoped(state, scoping(), at(date(2026, 5, 1))).state == state


def test_a_scope_asks_nobody_again_who_was_offered_a_part_before() -> None:
    state = offered("practitioners", state=planned())
    assert InvolvementStep.OFFER not in party_of(scoped(state, scoping(), at(LATER)).state, "practitioners").due


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
    assert visible(state, FACILITATOR)
    assert not visible(state, OTHER_FACILITATOR)
    with pytest.raises(Refused) as refused:
        name_facilitator(state, NameFacilitator(person_ref=FACILITATOR.person_ref), at(who=UNIT))
    assert codes(refused.value) == ["involvement/named-already"]


def test_the_partnership_sees_it_and_no_agency_does() -> None:
    state = offered()
    assert all(visible(state, actor(role)) for role in ("business-unit", "decider", "scrutineer", "inspector"))
    assert not any(visible(state, each) for each in (MANAGER, PRACTITIONER, actor("contributor", "police")))
    assert knows_who(state, UNIT)
    assert knows_who(state, FACILITATOR)
    assert not any(knows_who(state, each) for each in (CHAIR, actor("decider", "police"), actor("inspector")))


def test_with_the_report_who_takes_part_is_owed_the_findings() -> None:
    assert party_of(moved(answered("accepted"), moving("findings"), at()).state, "practitioners").due == {}
    state = moved(answered("accepted"), moving("report"), at()).state
    assert party_of(state, "practitioners").due == {InvolvementStep.FINDINGS: FIFTEEN_ON}
    assert InvolvementStep.FINDINGS not in party_of(state, "parents-carers").due
    assert moved(state, moving("report"), at(LATER)).state.parties == state.parties


def test_once_published_who_takes_part_is_owed_what_came_of_it() -> None:
    state = published(answered("contributed"), publishing(), at()).state
    assert party_of(state, "practitioners").due == {InvolvementStep.OUTCOME: FIFTEEN_ON}


def test_who_declined_is_owed_nothing_and_who_comes_in_late_is_owed_what_has_come() -> None:
    state = moved(answered("declined"), moving("report"), at()).state
    assert party_of(state, "practitioners").due == {}
    late = answered("accepted", state=moved(offered(), moving("report"), at()).state)
    assert party_of(late, "practitioners").due == {InvolvementStep.FINDINGS: FIFTEEN_ON}
    assert party_of(answered("withdrew", state=late), "practitioners").due == {}


def test_a_publication_withdrawn_is_noted_and_a_closed_review_rings_no_more() -> None:
    state = published(answered("contributed"), publishing(), at()).state
    state = withdrawn(state, PublicationWithdrawn(review=REVIEW, reason="court-order"), at()).state
    assert state.publication_withdrawn == "court-order"
    assert alarm(state, at()) is not None
    event = ReviewClosed(review=REVIEW, findings_confirmed=1, actions_sustained=1, products_published=0)
    assert alarm(closed(state, event, at()).state, at()) is None
