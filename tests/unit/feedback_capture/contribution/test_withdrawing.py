"""Withdrawing and erasing a contribution (FC2)."""

from typing import Any

import pytest

from services.chassis.rules.decisions import Actor, Refused
from services.feedback_capture.domain.contribution.erasing import PATIENCE, alarm, record_erased, ring
from services.feedback_capture.domain.contribution.recording import record_contribution
from services.feedback_capture.domain.contribution.state import Contribution, ContributionStatus
from services.feedback_capture.domain.contribution.withdrawing import WithdrawContribution, withdraw_contribution
from services.feedback_capture.domain.involvement.state import Involvement
from tests.builders.feedback_capture import (
    FACILITATOR,
    PRACTITIONER,
    UNIT,
    at,
    codes,
    contributed,
    contributing,
    offered,
)
from tests.builders.given import MONDAY, some_id

POLICE_FACILITATOR = Actor(frozenset({"facilitator"}), "police", FACILITATOR.person_ref)


ROLES = ("business-unit", "decider", "scrutineer", "agency-lead", "contributor", "practitioner", "facilitator", "inspector")


def recorded(who: Actor, state: Involvement | None = None, group: str = "practitioners", **changes: Any) -> Contribution:
    state = state or offered(group)
    command = contributing(state, group, **changes)
    return record_contribution(None, command, at(who=who, id_=some_id("contribution")), state).state


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
