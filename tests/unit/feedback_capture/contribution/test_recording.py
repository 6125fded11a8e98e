"""What a party says: who may speak, who may read, and taking it back (FC1, FC2, R17)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.vocabulary.roles import PARTNERSHIP
from services.chassis.rules.decisions import Actor, Refused
from services.feedback_capture.domain.contribution import (
    PATIENCE,
    Contribution,
    ContributionStatus,
    WithdrawContribution,
    alarm,
    keys,
    readable,
    record_contribution,
    record_erased,
    ring,
    threads,
    visible,
    withdraw_contribution,
)
from services.feedback_capture.domain.involvement import Involvement
from services.feedback_capture.queries import contribution_shown
from tests.unit.feedback_capture.given import (
    CHAIR,
    FACILITATOR,
    MANAGER,
    MONDAY,
    OTHER_FACILITATOR,
    PRACTITIONER,
    UNIT,
    actor,
    at,
    codes,
    contributed,
    contributing,
    in_scope,
    offered,
    some_id,
)

POLICE_FACILITATOR = Actor(frozenset({"facilitator"}), "police", FACILITATOR.person_ref)
ROLES = ("business-unit", "decider", "scrutineer", "agency-lead", "contributor", "practitioner", "facilitator", "inspector")


def recorded(who: Actor, state: Involvement | None = None, group: str = "practitioners", **changes: Any) -> Contribution:
    state = state or offered(group)
    command = contributing(state, group, **changes)
    return record_contribution(None, command, at(who=who, id_=some_id("contribution")), state).state


@pytest.mark.parametrize("who", [UNIT, FACILITATOR, PRACTITIONER])
def test_who_may_speak_for_a_practitioner(who: Actor) -> None:
    assert recorded(who).taken_by == who.person_ref


@pytest.mark.parametrize(
    "who",
    [OTHER_FACILITATOR, POLICE_FACILITATOR, actor("practitioner", "police", "a-colleague"), actor("practitioner", "council")],
)
def test_nobody_else_learns_whether_there_is_such_a_party(who: Actor) -> None:
    state = offered()
    command = contributing(state)
    for involvement, party in ((state, command.party), (state, some_id("stranger")), (None, command.party)):
        with pytest.raises(Refused) as refused:
            record_contribution(None, command.model_copy(update={"party": party}), at(who=who), involvement)
        assert codes(refused.value) == ["contribution/unknown-party"]


def test_what_is_wrong_is_said_at_once() -> None:
    with pytest.raises(Refused) as refused:
        recorded(FACILITATOR, in_scope(), no_blame_acknowledged=False, themes=("no-theme",))
    assert codes(refused.value) == [
        "contribution/no-blame-not-acknowledged",
        "contribution/not-offered",
        "contribution/unknown-theme",
    ]


def test_family_acknowledges_no_undertaking_that_is_not_for_them() -> None:
    assert recorded(FACILITATOR, group="parents-carers", no_blame_acknowledged=False).agency is None


def test_who_reads_what_a_practitioner_said() -> None:
    said, involvement = contributed(), offered()
    assert [readable(said, involvement, each) for each in (UNIT, FACILITATOR, PRACTITIONER)] == [True, True, True]
    for other in (OTHER_FACILITATOR, POLICE_FACILITATOR, MANAGER, CHAIR, actor("decider", "police"), actor("scrutineer")):
        assert not readable(said, involvement, other)
        assert not visible(said, other)


def test_a_facilitator_named_later_reads_it_too() -> None:
    said = contributed(who=UNIT)
    assert not visible(said, FACILITATOR)
    assert readable(said, offered(), FACILITATOR)


@given(st.frozensets(st.sampled_from(ROLES)), st.sampled_from([FACILITATOR.person_ref, UNIT.person_ref, "somebody"]))
def test_nobody_who_acts_for_the_contributors_agency_reads_it(roles: frozenset[str], person_ref: str) -> None:
    colleague = Actor(roles, "police", person_ref)
    assert not readable(contributed(), offered(), colleague)


@given(st.frozensets(st.sampled_from(ROLES)), st.sampled_from(["police", "council", PARTNERSHIP]))
def test_what_is_shown_names_nobody(roles: frozenset[str], agency: str) -> None:
    shown = contribution_shown(contributed(), at(who=Actor(roles, agency, "somebody"))).model_dump_json()
    assert PRACTITIONER.person_ref not in shown
    assert "police" not in shown


def test_it_belongs_to_no_thread_but_its_own() -> None:
    said = contributed()
    assert threads(said) == (said.id,)
    assert PRACTITIONER.person_ref not in str(keys(said))


def test_taken_back_it_is_erased_after_the_save_and_the_alarm_stays_until_that_is_known() -> None:
    said = contributed()
    assert alarm(said, at()) is None
    assert ring(said, at()).state == said
    taken_back = withdraw_contribution(said, WithdrawContribution(), at(who=PRACTITIONER)).state
    assert (taken_back.status, taken_back.quote_consent, alarm(taken_back, at())) == (
        ContributionStatus.WITHDRAWN,
        False,
        MONDAY,
    )
    erasing = ring(taken_back, at()).state
    assert alarm(erasing, at()) == MONDAY + PATIENCE
    again = ring(erasing, at(MONDAY + PATIENCE)).state
    assert again.erasing_at == MONDAY + PATIENCE
    erased = record_erased(again, at()).state
    assert (erased.words, erased.wants_changed, erased.erased_on, alarm(erased, at())) == (None, None, MONDAY.date(), None)
    assert record_erased(erased, at()).state == erased
    assert ring(erased, at()).state == erased


def test_what_stands_is_not_erased_and_nothing_is_taken_back_twice() -> None:
    said = contributed()
    assert record_erased(said, at()).state == said
    taken_back = withdraw_contribution(said, WithdrawContribution(), at(who=UNIT)).state
    with pytest.raises(Refused) as refused:
        withdraw_contribution(taken_back, WithdrawContribution(), at(who=UNIT))
    assert codes(refused.value) == ["contribution/withdrawn-already"]
