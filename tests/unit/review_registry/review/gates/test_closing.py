"""The gate of closing (RR6, R8, R17, R18, R19, R21, R22)."""

from datetime import date, timedelta
from typing import Any

import pytest

from contracts.vocabulary.actions import ActionStatus
from contracts.vocabulary.feedback import InvolvementStatus, InvolvementStep
from contracts.vocabulary.reviews import WithdrawalReason
from services.chassis.rules.decisions import derived
from services.review_registry.domain.others.dissemination import DisseminationProgress
from services.review_registry.domain.review.assessing import record_impact
from services.review_registry.domain.review.closing import CloseReview, close_review
from services.review_registry.domain.review.gates.closing import gate
from services.review_registry.domain.review.gates.facts import GateFacts
from services.review_registry.domain.review.moments import with_moments
from services.review_registry.domain.review.publishing import publish_review
from services.review_registry.domain.review.state import Review
from services.review_registry.domain.review.withdrawing import WithdrawPublication, withdraw_publication
from tests.builders.refusals import codes, places
from tests.builders.review_registry import DECIDED, DECIDER, ID, PARTIES, TODAY, UNHEARD, given
from tests.builders.review_registry_closing import at, deciding, impact, in_closure, ready, told, with_party

CLOSE = CloseReview.model_validate(DECIDED)


FIRST = f"involvement/{PARTIES[0].id}"


def needs(review: Review, facts: GateFacts) -> list[tuple[str, str]]:
    return [(each.code, each.path) for each in gate(review, facts, given())]


def test_gate_needs_everything_without_news() -> None:
    """No news is unmet."""
    review = at(ready(), "closure")
    assert codes(close_review, review, CLOSE, given(DECIDER), UNHEARD) == [
        "involvement/no-plan",
        "finding/not-answered",
        "finding/not-answered",
        "learning/no-plan",
        "learning/not-published",
        "learning/not-delivered",
        "clock/not-stopped",
        "publication/not-decided",
        "closing/no-impact",
    ]


def test_review_closes_only_in_its_last_stage() -> None:
    assert needs(at(in_closure(), "follow-up"), told()) == [("review/wrong-stage", "")]


@pytest.mark.parametrize(
    "status",
    ["accepted", "contributed", "declined", "no-response", "withdrew"],
)
def test_party_with_an_outcome_needs_no_other(status: str) -> None:
    assert needs(in_closure(), with_party(0, status=InvolvementStatus(status))) == []


@pytest.mark.parametrize("status", ["not-started", "invited", "reminded"])
def test_party_without_an_outcome_is_needed(status: str) -> None:
    assert needs(in_closure(), with_party(0, status=InvolvementStatus(status))) == [("involvement/no-outcome", FIRST)]


@pytest.mark.parametrize("status", ["not-invited", "deferred", "unable", "nobody-in-this-group"])
def test_exception_counts_if_it_was_approved(status: str) -> None:
    changed: dict[str, Any] = {"status": InvolvementStatus(status), "explained": False}
    assert needs(in_closure(), with_party(0, **changed, approved=True)) == []
    assert needs(in_closure(), with_party(0, **changed)) == [("involvement/no-outcome", FIRST)]


@pytest.mark.parametrize("status", ["accepted", "contributed", "declined", "no-response", "withdrew"])
def test_each_reached_party_needs_an_explanation(status: str) -> None:
    facts = with_party(0, status=InvolvementStatus(status), explained=False)
    assert needs(in_closure(), facts) == [("involvement/not-explained", FIRST)]


@pytest.mark.parametrize(
    ("fed_back", "missing"),
    [
        ((), ["findings", "outcome"]),
        ((InvolvementStep.FINDINGS,), ["outcome"]),
        ((InvolvementStep.OUTCOME,), ["findings"]),
    ],
)
def test_each_party_within_reach_needs_feedback(fed_back: tuple[InvolvementStep, ...], missing: list[str]) -> None:
    not_told = [(f"involvement/{step}-not-told", FIRST) for step in missing]
    for status in ("accepted", "declined", "no-response", "withdrew"):
        facts = with_party(0, status=InvolvementStatus(status), fed_back=fed_back)
        assert needs(in_closure(), facts) == not_told
    excused = tuple(InvolvementStep(step) for step in missing)
    assert needs(in_closure(), with_party(0, fed_back=fed_back, not_told=excused)) == []


def lacking(*codes: str) -> DisseminationProgress:
    return DisseminationProgress(id=derived("plan", ID), review=ID, lacks=codes)


def product(**changed: Any) -> dict[str, Any]:
    return {"products": (told().products[0].model_copy(update=changed),)}


LEARNING: dict[str, tuple[dict[str, Any], list[str]]] = {
    "no plan": ({"dissemination": None}, ["learning/no-plan"]),
    "a plan that lacks two things": ({"dissemination": lacking("formats", "agencies")}, ["learning/plan-lacks"] * 2),
    "no product": ({"products": ()}, ["learning/not-published", "learning/not-delivered"]),
    "a product not published": (product(link=None), ["learning/not-published", "learning/not-delivered"]),
    "a product withdrawn": (product(withdrawn=True), ["learning/not-published", "learning/not-delivered"]),
    "a product not delivered": ({"delivered": False}, ["learning/not-delivered"]),
}


@pytest.mark.parametrize("case", LEARNING)
def test_each_step_of_sharing_the_learning_is_needed(case: str) -> None:
    changed, missing = LEARNING[case]
    assert [code for code, _ in needs(in_closure(), told(**changed))] == missing


def test_impact_is_needed_with_a_retention_date_in_the_future() -> None:
    review = in_closure()
    assert needs(review.model_copy(update={"impact": None}), told()) == [("closing/no-impact", "impact")]
    assert review.impact is not None
    assert (review.impact.retention_until, review.impact.by) == (date(2061, 3, 2), "p-unit")
    assert places(record_impact, review, impact(retention_until=TODAY), given()) == [
        ("closing/retention-in-past", "retention_until")
    ]


@pytest.mark.parametrize("stage", ["findings", "publication", "actions"])
def test_impact_is_assessed_from_the_follow_up_on(stage: str) -> None:
    """There is no difference to see before."""
    assert codes(record_impact, at(ready(), stage), impact(), given()) == ["review/too-early"]


def test_running_clock_is_needed_to_stop_and_late_is_enough() -> None:
    review = in_closure()
    path = "clocks/lcspr-complete-publish/2026-09-02"
    assert needs(with_moments(review, given(), {"published": None}), told()) == [("clock/not-stopped", path)]
    assert needs(with_moments(review, given(), {"published": TODAY + timedelta(days=400)}), told()) == []


def test_discretionary_publication_needs_a_decision_once_begun() -> None:
    review = in_closure().model_copy(update={"review_type": "near-miss-review", "publication": None, "decisions": ()})
    facts = told(actions=tuple(each.model_copy(update={"rechecks": ()}) for each in told().actions))
    assert needs(review, facts) == []
    deferred = publish_review(review, deciding("defer"), given(DECIDER), facts).state
    assert needs(deferred, facts) == [("publication/not-decided", "publication")]
    decided = publish_review(deferred, deciding("not-publish"), given(DECIDER), facts).state
    assert needs(decided, facts) == []


def test_withdrawn_publication_needs_another_decision() -> None:
    withdraw = WithdrawPublication(reason=WithdrawalReason.FACTUAL_ERROR)
    withdrawn = withdraw_publication(in_closure(), withdraw, given(DECIDER)).state
    assert needs(withdrawn, told()) == [("publication/not-decided", "publication")]
    decided = publish_review(withdrawn, deciding("not-publish"), given(DECIDER), told()).state
    assert needs(decided, told()) == []


def test_actions_need_sign_off_and_rechecks() -> None:
    one, other = told().actions
    facts = told(actions=(one.model_copy(update={"status": ActionStatus.IN_PROGRESS, "rechecks": ()}), other))
    path = f"actions/{one.id}/epochs/1"
    assert needs(in_closure(), facts) == [
        ("action/not-accepted", path),
        *(("action/not-rechecked", f"{path}/months/{month}") for month in (3, 6)),
    ]


def test_finding_recorded_late_is_needed_to_be_confirmed() -> None:
    review = in_closure()
    draft = review.findings[0].model_copy(update={"id": derived("late"), "confirmed_on": None})
    late = review.model_copy(update={"findings": (*review.findings, draft)})
    assert needs(late, told()) == [("finding/not-confirmed", f"findings/{draft.id}")]
