"""Advice while an action is written, and never a refusal (AT2)."""

from datetime import date
from typing import Any

import pytest

from contracts.vocabulary.actions import Strength
from contracts.vocabulary.reviews import Priority
from services.action_tracking.domain.action import Measure, Owner
from services.action_tracking.domain.lint import advice
from tests.unit.action_tracking.given import an_action


def test_a_good_action_needs_none() -> None:
    assert advice(an_action(), follow_up=date(2026, 7, 1)) == ()


@pytest.mark.parametrize(
    ("changes", "code", "path"),
    [
        ({"measure": None}, "lint/no-measure", "measure"),
        ({"measure": Measure(what="Plans", target="9 of 10")}, "lint/no-measure", "measure"),
        ({"statement": "Ensure that staff know the procedure"}, "lint/vague-verb", "statement"),
        ({"statement": "remind staff of the procedure"}, "lint/vague-verb", "statement"),
        ({"statement": "Write a protocol and train every team"}, "lint/several-actions", "statement"),
        ({"statement": "Write a protocol; audit its use"}, "lint/several-actions", "statement"),
        ({"statement": "Write a protocol. Audit its use."}, "lint/several-actions", "statement"),
        ({"strength": Strength.WEAKER, "priority": Priority.HIGH}, "lint/only-weaker", "strength"),
        ({"owner": Owner(agency="police")}, "lint/owner-without-role", "owner/role"),
        ({"due": date(2026, 7, 2)}, "lint/due-past-follow-up", "due"),
    ],
)
def test_what_could_be_better_is_said(changes: dict[str, Any], code: str, path: str) -> None:
    found = advice(an_action(**changes), follow_up=date(2026, 7, 1))
    assert [(each.code, each.path) for each in found] == [(code, path)]


@pytest.mark.parametrize(
    "changes",
    [
        {"statement": "Reviewers sign each plan and assessment"},
        {"strength": Strength.WEAKER, "priority": Priority.MEDIUM},
        {"strength": Strength.INTERMEDIATE, "priority": Priority.HIGH},
    ],
)
def test_what_only_looks_like_it_is_left_alone(changes: dict[str, Any]) -> None:
    assert advice(an_action(**changes)) == ()


def test_a_stronger_action_beside_it_makes_up_for_a_weaker_one() -> None:
    weaker = an_action(strength=Strength.WEAKER, priority=Priority.HIGH)
    assert advice(weaker, beside=[Strength.STRONGER]) == ()


def test_everything_is_said_at_once() -> None:
    poor = an_action(
        statement="Improve practice; remind staff",
        measure=None,
        strength=Strength.WEAKER,
        priority=Priority.HIGH,
        owner=Owner(agency="police"),
    )
    assert len(advice(poor, follow_up=date(2026, 2, 1))) == 6
