"""Advice on how an action is written never refuses it (AT2)."""

from datetime import date
from typing import Any

import pytest

from contracts.vocabulary.actions import Strength
from contracts.vocabulary.reviews import Priority
from services.action_tracking.domain.action.lint import advice
from services.action_tracking.domain.action.state import Measure, Owner
from tests.builders.action_tracking import an_action


def test_good_action_gets_no_advice() -> None:
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
def test_advice_names_each_weakness(changes: dict[str, Any], code: str, path: str) -> None:
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
def test_lint_ignores_similar_words(changes: dict[str, Any]) -> None:
    assert advice(an_action(**changes)) == ()


def test_stronger_action_beside_it_makes_up_for_a_weaker_one() -> None:
    weaker = an_action(strength=Strength.WEAKER, priority=Priority.HIGH)
    assert advice(weaker, beside=[Strength.STRONGER]) == ()


def test_advice_is_complete_at_once() -> None:
    poor = an_action(
        statement="Improve practice; remind staff",
        measure=None,
        strength=Strength.WEAKER,
        priority=Priority.HIGH,
        owner=Owner(agency="police"),
    )
    assert len(advice(poor, follow_up=date(2026, 2, 1))) == 6
