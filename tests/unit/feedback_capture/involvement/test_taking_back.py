"""Taking back a party that was added by mistake (FC1)."""

import pytest

from contracts.events.feedback_capture import InvolvementPlanned
from services.chassis.rules.decisions import Refused
from services.chassis.rules.person import person_of
from services.feedback_capture.domain.involvement.offering import offer_part
from services.feedback_capture.domain.involvement.planning import AddParty, add_party
from services.feedback_capture.domain.involvement.state import Involvement
from services.feedback_capture.domain.involvement.taking_back import TakeBackParty, take_back_party
from tests.builders.feedback_capture import FACILITATOR, UNIT, at, codes, in_scope, offering
from tests.builders.given import MONDAY

BY = at(who=UNIT)


def added() -> Involvement:
    return add_party(in_scope(), AddParty(group="parents-carers"), BY).state


def taking(party: str) -> TakeBackParty:
    return TakeBackParty(party=party, because="sealed")


def test_added_party_is_taken_back_and_the_reason_stays() -> None:
    state = added()
    mistake = state.parties[-1]
    decided = take_back_party(state, taking(mistake.id), BY)
    (event,) = decided.events
    assert isinstance(event, InvolvementPlanned)
    assert mistake.id not in {each.id for each in event.parties}
    assert decided.state.parties == state.parties[:-1]
    (gone,) = decided.state.taken_back
    assert (gone.group, gone.number, gone.because, gone.by, gone.at) == ("parents-carers", 2, "sealed", person_of(UNIT), MONDAY)


def test_next_party_of_the_group_is_another_one() -> None:
    state = added()
    mistake = state.parties[-1]
    state = take_back_party(state, taking(mistake.id), BY).state
    after = add_party(state, AddParty(group="parents-carers"), BY).state.parties[-1]
    assert (after.number, after.id == mistake.id) == (3, False)


def test_party_of_the_plan_and_a_party_in_use_stay() -> None:
    state = added()
    mistake = state.parties[-1]
    command = offering(state, "parents-carers", party=mistake.id)
    offered = offer_part(state, command, at(who=FACILITATOR)).state
    for before, party, code in (
        (state, state.parties[0].id, "involvement/of-the-plan"),
        (offered, mistake.id, "involvement/party-in-use"),
    ):
        with pytest.raises(Refused) as refused:
            take_back_party(before, taking(party), BY)
        assert codes(refused.value) == [code]
