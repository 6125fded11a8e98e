"""Advice on how an action is written, with the facts around it. It never refuses one (AT2)."""

from datetime import date
from typing import Any

import pytest

from contracts.vocabulary.actions import Strength
from contracts.vocabulary.reviews import Priority
from services.action_tracking.domain.action.head import Owner
from services.action_tracking.domain.action.lint import Advice, Circumstances, advice
from services.action_tracking.domain.action.proposal import StatedMeasure, follow_up_ends
from tests.builders.action_tracking import an_obligation, proposing
from tests.builders.given import FRAMEWORK

FOLLOW_UP = date(2026, 7, 1)


def advised(*, gravest: Priority = Priority.MEDIUM, beside: tuple[Strength, ...] = (), **changes: Any) -> tuple[Advice, ...]:
    """Returns the advice on a draft with these changes."""
    draft = proposing(**changes)
    priority = draft.priority or gravest
    return advice(draft, Circumstances(priority, gravest, draft.due, FOLLOW_UP, beside))


def test_good_action_gets_no_advice() -> None:
    assert advised() == ()


@pytest.mark.parametrize(
    ("changes", "code", "path"),
    [
        ({"measure": None}, "lint/no-measure", "measure"),
        ({"measure": StatedMeasure(what="Plans", target="9 of 10")}, "lint/no-measure", "measure"),
        ({"statement": "Ensure that staff know the procedure"}, "lint/vague-verb", "statement"),
        ({"statement": "remind staff of the procedure"}, "lint/vague-verb", "statement"),
        ({"statement": "Write a protocol and train every team"}, "lint/several-actions", "statement"),
        ({"statement": "Write a protocol; audit its use"}, "lint/several-actions", "statement"),
        ({"statement": "Write a protocol. Audit its use."}, "lint/several-actions", "statement"),
        ({"strength": Strength.WEAKER, "gravest": Priority.HIGH}, "lint/only-weaker", "strength"),
        ({"strength": Strength.WEAKER, "gravest": Priority.HIGH, "beside": (Strength.WEAKER,)}, "lint/only-weaker", "strength"),
        ({"priority": Priority.LOW}, "lint/priority-below-finding", "priority"),
        ({"owner": Owner(agency="police")}, "lint/owner-without-role", "owner/role"),
        ({"due": date(2026, 7, 2)}, "lint/due-past-follow-up", "due"),
    ],
)
def test_advice_names_each_weakness(changes: dict[str, Any], code: str, path: str) -> None:
    assert [(each.code, each.path) for each in advised(**changes)] == [(code, path)]


@pytest.mark.parametrize(
    "changes",
    [
        {"statement": "Reviewers sign each plan and assessment"},
        {"strength": Strength.WEAKER},
        {"strength": Strength.INTERMEDIATE, "gravest": Priority.HIGH},
        {"priority": Priority.HIGH},
    ],
)
def test_lint_ignores_similar_words(changes: dict[str, Any]) -> None:
    assert advised(**changes) == ()


def test_stronger_action_beside_it_makes_up_for_a_weaker_one() -> None:
    assert advised(strength=Strength.WEAKER, gravest=Priority.HIGH, beside=(Strength.STRONGER,)) == ()


def test_lower_priority_does_not_hide_that_all_actions_are_weak() -> None:
    found = advised(strength=Strength.WEAKER, gravest=Priority.HIGH, priority=Priority.LOW)
    assert [each.code for each in found] == ["lint/only-weaker", "lint/priority-below-finding"]


def test_advice_is_complete_at_once() -> None:
    poor = advised(
        statement="Improve practice; remind staff",
        measure=None,
        strength=Strength.WEAKER,
        gravest=Priority.HIGH,
        priority=Priority.LOW,
        owner=Owner(agency="police"),
        due=date(2035, 12, 31),
    )
    assert len(poor) == 7


def test_follow_up_lasts_until_the_last_recheck_after_the_first_finding() -> None:
    assert follow_up_ends([an_obligation()], FRAMEWORK) == date(2027, 1, 12)
    assert follow_up_ends([], FRAMEWORK) is None
    no_rechecks = FRAMEWORK.model_copy(update={"rechecks": FRAMEWORK.rechecks.model_copy(update={"months": ()})})
    assert follow_up_ends([an_obligation()], no_rechecks) is None
