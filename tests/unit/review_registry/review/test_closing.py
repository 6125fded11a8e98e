"""RR6, R8, R17, R18, R19, R21, R22: what a review has shown before it is closed, said all at once; and closed is closed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given as any_
from hypothesis import strategies as st

from contracts.events.review_registry import ReviewClosed
from contracts.vocabulary.actions import ActionStatus
from contracts.vocabulary.feedback import InvolvementStatus, InvolvementStep
from services.chassis.rules.decisions import derived
from services.review_registry.commands import COMMANDS
from services.review_registry.domain.others.dissemination import DisseminationProgress
from services.review_registry.domain.review.assessing import record_impact
from services.review_registry.domain.review.chasing import alarm
from services.review_registry.domain.review.closing import CloseReview, close_review
from services.review_registry.domain.review.gates.closing import gate
from services.review_registry.domain.review.gates.facts import GateFacts
from services.review_registry.domain.review.gates.override import FIRM
from services.review_registry.domain.review.state import Gate, Override, Review
from tests.builders.refusals import codes, places
from tests.builders.review_registry import DECIDED, DECIDER, ID, NOW, PARTIES, TODAY, UNHEARD, given, in_findings, moved, opened
from tests.builders.review_registry_closing import all_found, at, impact, in_closure, ready, told, with_party

CLOSE = CloseReview.model_validate(DECIDED)
FIRST = f"involvement/{PARTIES[0].id}"


def needs(review: Review, facts: GateFacts) -> list[tuple[str, str]]:
    return [(each.code, each.path) for each in gate(review, facts, given())]


def closed(review: Review | None = None, facts: GateFacts | None = None) -> Review:
    return close_review(review or in_closure(), CLOSE, given(DECIDER), facts or told()).state


def test_a_review_that_has_shown_all_of_it_is_closed_and_says_what_it_added_up_to() -> None:
    one, other = told().actions
    facts = told(actions=(one, other.model_copy(update={"status": ActionStatus.SUSTAINED})))
    decided = close_review(in_closure(), CLOSE, given(DECIDER), facts)
    assert decided.events == (ReviewClosed(review=ID, findings_confirmed=1, actions_sustained=1, products_published=1),)
    assert decided.state.closed_on == TODAY
    assert (decided.state.decisions[-1].decision, decided.state.decisions[-1].outcome) == ("close", "close")


def test_of_a_review_of_which_nothing_else_is_known_everything_is_missing() -> None:
    """No news means unmet (architecture.md, rule 5)."""
    review = at(ready(), "closure")
    assert codes(close_review, review, CLOSE, given(DECIDER), UNHEARD) == [
        "involvement/no-plan",
        "finding/not-answered",
        "finding/not-answered",
        "learning/no-plan",
        "learning/not-published",
        "learning/not-delivered",
        "learning/not-acknowledged",
        "clock/not-stopped",
        "publication/not-decided",
        "closing/no-impact",
    ]


def test_it_is_closed_in_its_last_stage() -> None:
    assert needs(at(in_closure(), "follow-up"), told()) == [("review/wrong-stage", "")]


@pytest.mark.parametrize(
    "status",
    ["accepted", "contributed", "declined", "unable", "no-response", "withdrew"],
)
def test_a_party_with_an_outcome_needs_no_other(status: str) -> None:
    assert needs(in_closure(), with_party(0, status=InvolvementStatus(status))) == []


@pytest.mark.parametrize("status", ["not-started", "invited", "reminded"])
def test_a_party_without_an_outcome_keeps_it_open(status: str) -> None:
    assert needs(in_closure(), with_party(0, status=InvolvementStatus(status))) == [("involvement/no-outcome", FIRST)]


@pytest.mark.parametrize("status", ["not-invited", "deferred"])
def test_an_exception_stands_where_somebody_approved_it(status: str) -> None:
    changed: dict[str, Any] = {"status": InvolvementStatus(status), "explained": False, "fed_back": ()}
    assert needs(in_closure(), with_party(0, **changed, approved=True)) == []
    assert needs(in_closure(), with_party(0, **changed)) == [("involvement/no-outcome", FIRST)]


@pytest.mark.parametrize("status", ["accepted", "contributed", "declined", "no-response", "withdrew"])
def test_whoever_was_offered_a_part_was_told_how_it_works(status: str) -> None:
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
def test_whoever_took_part_was_told_the_findings_and_what_came_of_it(
    fed_back: tuple[InvolvementStep, ...], missing: list[str]
) -> None:
    facts = with_party(0, fed_back=fed_back)
    assert needs(in_closure(), facts) == [(f"involvement/{step}-not-told", FIRST) for step in missing]
    assert needs(in_closure(), with_party(0, status=InvolvementStatus.DECLINED, fed_back=fed_back)) == []


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
    "a product not delivered": (product(delivered=0), ["learning/not-delivered"]),
    "nobody acknowledged it": ({"acknowledged": 0}, ["learning/not-acknowledged"]),
}


@pytest.mark.parametrize("case", LEARNING)
def test_the_learning_was_planned_published_delivered_and_acknowledged(case: str) -> None:
    changed, missing = LEARNING[case]
    assert [code for code, _ in needs(in_closure(), told(**changed))] == missing


def test_the_difference_made_and_the_childs_experience_and_the_retention_are_on_record() -> None:
    review = in_closure()
    assert needs(review.model_copy(update={"impact": None}), told()) == [("closing/no-impact", "impact")]
    assert review.impact is not None
    assert (review.impact.retention_until, review.impact.by) == (date(2061, 3, 2), "p-unit")
    assert places(record_impact, review, impact(retention_until=TODAY), given()) == [
        ("closing/retention-in-past", "retention_until")
    ]


def test_a_clock_that_has_not_stopped_keeps_it_open_and_one_met_late_does_not() -> None:
    review = in_closure()
    running = {name: day for name, day in review.triggers.items() if name != "published"}
    path = "clocks/lcspr-complete-publish"
    assert needs(review.model_copy(update={"triggers": running}), told()) == [("clock/not-stopped", path)]
    late = review.model_copy(update={"triggers": running | {"published": TODAY + timedelta(days=400)}})
    assert needs(late, told()) == []


def test_a_type_that_does_not_publish_closes_without_a_decision_on_it() -> None:
    review = in_closure().model_copy(update={"review_type": "near-miss-review", "publication": None, "decisions": ()})
    assert needs(review, told(actions=tuple(each.model_copy(update={"rechecks": ()}) for each in told().actions))) == []


def test_the_actions_are_accepted_and_looked_at_again() -> None:
    one, other = told().actions
    facts = told(actions=(one.model_copy(update={"status": ActionStatus.IN_PROGRESS, "rechecks": ()}), other))
    path = f"actions/{one.id}"
    assert needs(in_closure(), facts) == [("action/not-accepted", path), ("action/not-rechecked", path)]


def test_a_closed_review_has_no_alarm_though_a_clock_runs() -> None:
    running = at(ready(), "closure")
    assert alarm(running, given())
    assert alarm(running.model_copy(update={"closed_on": TODAY}), given()) is None


TAKE_BACK = {"RecallLearning", "WithdrawPublication"}


@pytest.mark.parametrize("command", [each for each in COMMANDS if not each.creates], ids=lambda each: each.name)
def test_nothing_changes_a_closed_review_but_taking_something_back(command: Any) -> None:
    """What names somebody is taken back whenever that is seen."""
    facts = [UNHEARD] if command.facts else []
    body = command.body.model_construct(finding=derived("none"), reason="identifies-somebody")
    decide: Callable[..., Any] = command.decide
    if command.name in TAKE_BACK:
        assert codes(decide, closed().model_copy(update={"publication": None}), body, given(), *facts) != ["review/closed"]
    else:
        assert codes(decide, closed(), body, given(), *facts) == ["review/closed"]


LACKS: dict[str, Callable[[GateFacts], GateFacts]] = {
    "involvement": lambda facts: replace(facts, involvement=None),
    "obligations": lambda facts: replace(facts, obligations=()),
    "actions": lambda facts: replace(
        facts, actions=tuple(each.model_copy(update={"status": ActionStatus.AGREED}) for each in facts.actions)
    ),
    "dissemination": lambda facts: replace(facts, dissemination=None),
    "products": lambda facts: replace(facts, products=()),
    "acknowledged": lambda facts: replace(facts, acknowledged=0),
}
lacks = st.sets(st.sampled_from(sorted(LACKS)))


def lacking_all(names: set[str]) -> GateFacts:
    facts = told()
    for name in sorted(names):
        facts = LACKS[name](facts)
    return facts


@any_(lacks)
def test_it_closes_when_the_gate_asks_for_nothing_and_only_then(names: set[str]) -> None:
    facts = lacking_all(names)
    needed = [code for code, _ in needs(in_closure(), facts)]
    assert bool(needed) == bool(names)
    if needed:
        assert codes(close_review, in_closure(), CLOSE, given(DECIDER), facts) == needed
    else:
        assert closed(facts=facts).closed_on == TODAY


@any_(lacks, st.data())
def test_overriding_every_code_closes_it_and_overriding_some_leaves_the_others(names: set[str], data: Any) -> None:
    facts, review = lacking_all(names), in_closure()
    needed = [code for code, _ in needs(review, facts)]
    passed = data.draw(st.sets(st.sampled_from(sorted(set(needed) - set(FIRM))))) if needed else set()
    overrides = tuple(
        Override(gate=Gate.CLOSING, code=each, reason="Looked into.", on=TODAY, by="p-scrutineer") for each in sorted(passed)
    )
    left = [code for code, _ in needs(review.model_copy(update={"overrides": overrides}), facts)]
    assert left == [each for each in needed if each not in passed]


def test_a_review_that_waits_for_its_findings_is_far_from_closed() -> None:
    """The gate may be looked at whenever: it says what is ahead."""
    for review in (opened(now=NOW), in_findings(), all_found(), moved(all_found(), "report").state):
        missing = {code for code, _ in needs(review, UNHEARD)}
        assert {"review/wrong-stage", "involvement/no-plan", "closing/no-impact"} <= missing
