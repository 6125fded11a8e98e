"""Shares of what waits hold all that the rules give a person (AT4, AT8)."""

from collections.abc import Mapping
from datetime import date
from itertools import product
from typing import Any

import pytest

from contracts.vocabulary.actions import Asked
from contracts.vocabulary.roles import PARTNERSHIP
from services.action_tracking.domain.action.head import Owner
from services.action_tracking.domain.action.state import Action
from services.action_tracking.domain.action.state import keys as action_keys
from services.action_tracking.domain.action.waiting import waiting_of as action_waits
from services.action_tracking.domain.obligation.state import Obligation
from services.action_tracking.domain.obligation.state import keys as obligation_keys
from services.action_tracking.domain.obligation.waiting import waiting_of as obligation_waits
from services.action_tracking.queries.shares import Share, keys_of, narrowed, shares
from services.action_tracking.queries.waiting import _answers, _sees_to, _takes
from services.chassis.rules.decisions import Actor
from tests.builders.action_tracking import (
    A_DECIDER,
    a_proposal,
    accepted,
    an_action,
    an_obligation,
    at,
    completed,
    no_action_proposed,
    offered,
)
from tests.builders.given import FRAMEWORK

AGENCIES = ("police", "council", PARTNERSHIP)
ROLES = ("business-unit", "decider", "scrutineer", "agency-lead", "contributor", "inspector")
DAYS = (date(2026, 1, 13), date(2026, 4, 13), date(2026, 4, 14), date(2026, 12, 1))
ACTORS = [
    Actor(frozenset(roles), agency, person)
    for roles in [*((each,) for each in ROLES), ("decider", "agency-lead"), ("scrutineer", "contributor")]
    for agency in (*AGENCIES, "hospital")
    for person in ("police-owner", "someone")
]
ACTIONS: list[Action] = [
    state
    for agency in AGENCIES
    for owner in [Owner(agency=agency, person_ref="police-owner"), Owner(agency=agency)]
    for agreed in [an_action(agency, owner=owner)]
    for state in (
        a_proposal(agency, owner=owner),
        agreed,
        agreed.model_copy(update={"helpers": ("someone",), "supporting": ("council",)}),
        completed(agreed),
        accepted(agreed),
        offered(accepted(agreed), date(2026, 4, 1)),
    )
]
OBLIGATIONS: list[Obligation] = [state for agency in AGENCIES for state in (an_obligation(agency), no_action_proposed(agency))]


def finds(share: Share, keys: Mapping[str, Any], due: str, today: date) -> bool:
    """Returns true if the store finds a document with these keys in a share."""
    asked = dict(keys_of(share, due, today))
    late = asked.pop(due, None)
    has = {name: set(value) if isinstance(value, list) else {value} for name, value in keys.items()}
    in_time = late is None or (keys[due] is not None and keys[due] < late.before)
    return in_time and all(has[name] & values for name, values in asked.items() if name in has)


@pytest.mark.parametrize("day", DAYS)
def test_shares_hold_all_that_a_person_may_do(day: date) -> None:
    given_to_somebody = 0
    for actor, action in product(ACTORS, ACTIONS):
        given, holders = at(day, actor), [A_DECIDER]
        step = action_waits(action, given)
        if step and (_sees_to(step, given) or _takes(step, action, given, holders)):
            given_to_somebody += 1
            own = shares(actor, FRAMEWORK.agency_codes())
            assert any(finds(each, action_keys(action), "due", day) for each in own), (actor, action.status)
    for actor, obligation in product(ACTORS, OBLIGATIONS):
        given, holders = at(day, actor), [A_DECIDER]
        step = obligation_waits(obligation, given)
        if step and (_sees_to(step, given) or _answers(step, obligation, given, holders)):
            given_to_somebody += 1
            own = [each for each in shares(actor, FRAMEWORK.agency_codes()) if not each.named]
            assert any(finds(each, obligation_keys(obligation), "by", day) for each in own), (actor, obligation.status)
    assert given_to_somebody > 100


def test_share_is_narrowed_to_what_is_asked() -> None:
    lead = Share(frozenset({Asked.DO_ACTION, Asked.ANSWER_FINDING}), frozenset({"police"}))
    assert narrowed(lead, [Asked.DO_ACTION], None) == Share(frozenset({Asked.DO_ACTION}), frozenset({"police"}))
    assert narrowed(lead, list(Asked), "police") == lead
    assert narrowed(lead, list(Asked), "council") is None
    assert narrowed(lead, [Asked.JUDGE_ACTION], None) is None
    everywhere = narrowed(Share(lead.steps), list(Asked), "council")
    assert everywhere == Share(lead.steps, frozenset({"council"}))
