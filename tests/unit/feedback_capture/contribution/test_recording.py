"""Recording what a party says to a review (FC1, FC2, R17)."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.chassis.rules.decisions import Actor, Refused
from services.chassis.rules.person import person_of
from services.feedback_capture.domain.contribution.recording import record_contribution
from services.feedback_capture.domain.contribution.state import Contribution
from services.feedback_capture.domain.involvement.state import Involvement
from tests.builders.feedback_capture import (
    FACILITATOR,
    OTHER_FACILITATOR,
    POLICE_FACILITATOR,
    PRACTITIONER,
    UNIT,
    also_heard_by_police,
    at,
    codes,
    contributing,
    in_scope,
    offered,
)
from tests.builders.given import MONDAY, actor, some_id


def recorded(who: Actor, state: Involvement | None = None, group: str = "practitioners", **changes: Any) -> Contribution:
    state = state or offered(group)
    command = contributing(state, group, **changes)
    return record_contribution(None, command, at(who=who, id_=some_id("contribution")), state).state


@pytest.mark.parametrize("who", [UNIT, FACILITATOR, PRACTITIONER])
def test_contribution_is_recorded_for_a_practitioner(who: Actor) -> None:
    own = who is PRACTITIONER
    assert recorded(who).taken_by == (None if own else person_of(who)), "only the involvement knows who wrote for themselves"


def test_what_was_said_on_a_visit_keeps_its_day_beside_the_day_of_recording() -> None:
    state, typed = offered(), at(MONDAY + timedelta(days=9), FACILITATOR, some_id("contribution"))
    said = record_contribution(None, contributing(state, on=date(2026, 1, 15)), typed, state).state
    assert (said.given_on, said.recorded_on, said.read_on) == (date(2026, 1, 15), date(2026, 1, 21), date(2026, 1, 21))
    for day, code in ((date(2026, 1, 22), "day/in-future"), (date(2026, 1, 11), "day/too-early")):
        with pytest.raises(Refused) as refused:
            record_contribution(None, contributing(state, on=day), typed, state)
        assert codes(refused.value) == [code]


def test_facilitator_of_the_practitioners_agency_records_nothing_of_a_colleague() -> None:
    state = also_heard_by_police(offered())
    with pytest.raises(Refused) as refused:
        recorded(POLICE_FACILITATOR, state)
    assert codes(refused.value) == ["contribution/unknown-party"]


@pytest.mark.parametrize(
    "who",
    [OTHER_FACILITATOR, POLICE_FACILITATOR, actor("practitioner", "police", "a-colleague"), actor("practitioner", "council")],
)
def test_unknown_party_is_all_that_a_stranger_learns(who: Actor) -> None:
    state = offered()
    command = contributing(state)
    for involvement, party in ((state, command.party), (state, some_id("stranger")), (None, command.party)):
        with pytest.raises(Refused) as refused:
            record_contribution(None, command.model_copy(update={"party": party}), at(who=who), involvement)
        assert codes(refused.value) == ["contribution/unknown-party"]


def test_contribution_is_refused_with_every_reason_at_once() -> None:
    with pytest.raises(Refused) as refused:
        recorded(FACILITATOR, in_scope(), no_blame_acknowledged=False, themes=("no-theme",))
    assert codes(refused.value) == [
        "contribution/no-blame-not-acknowledged",
        "contribution/not-offered",
        "contribution/unknown-theme",
    ]


def test_family_need_not_acknowledge_the_no_blame_undertaking() -> None:
    assert recorded(FACILITATOR, group="parents-carers", no_blame_acknowledged=False).group == "parents-carers"
