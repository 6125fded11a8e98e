"""Closing a review (RR6)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given as any_
from hypothesis import strategies as st

from contracts.events.review_registry import ReviewClosed
from contracts.vocabulary.actions import ActionStatus
from services.chassis.rules.decisions import derived
from services.review_registry.commands import COMMANDS
from services.review_registry.domain.review.chasing import alarm
from services.review_registry.domain.review.closing import CloseReview, close_review
from services.review_registry.domain.review.gates.closing import gate
from services.review_registry.domain.review.gates.facts import GateFacts
from services.review_registry.domain.review.state import Gate, Review
from tests.builders.refusals import codes
from tests.builders.review_registry import DECIDED, DECIDER, ID, NOW, TODAY, UNHEARD, given, held, in_findings, moved, opened
from tests.builders.review_registry_closing import all_found, asking, at, in_closure, overridden, ready, told

CLOSE = CloseReview.model_validate(DECIDED)


def needs(review: Review, facts: GateFacts) -> list[tuple[str, str]]:
    return [(each.code, each.path) for each in gate(review, facts, given())]


def closed(review: Review | None = None, facts: GateFacts | None = None) -> Review:
    return close_review(review or in_closure(), CLOSE, given(DECIDER), facts or told()).state


def test_review_closes_and_emits_its_totals() -> None:
    one, other = told().actions
    facts = told(actions=(one, other.model_copy(update={"status": ActionStatus.SUSTAINED})))
    decided = close_review(in_closure(), CLOSE, given(DECIDER), facts)
    assert decided.events == (ReviewClosed(review=ID, findings_confirmed=1, actions_sustained=1, products_published=1),)
    assert decided.state.closed_on == TODAY
    assert (decided.state.decisions[-1].decision, decided.state.decisions[-1].outcome) == ("close", "close")


def test_closed_review_with_a_running_clock_has_no_alarm() -> None:
    running = at(ready(), "closure")
    assert alarm(running, given())
    assert alarm(running.model_copy(update={"closed_on": TODAY}), given()) is None


TAKE_BACK = {"RecallLearning", "WithdrawPublication", "PlaceHold", "RescheduleHold", "LiftHold", "ReopenReview"}


@pytest.mark.parametrize("command", [each for each in COMMANDS if not each.creates], ids=lambda each: each.name)
def test_closed_review_allows_only_holds_withdrawals_and_reopening(command: Any) -> None:
    """A text that names somebody can be withdrawn at any time."""
    facts = [UNHEARD] if command.facts else []
    body = command.body.model_construct(
        finding=derived("none"),
        reason="identifies-somebody",
        kind="criminal",
        hold=derived("none"),
        review_on=TODAY,
        outcome="local-review",
        answers=(),
        on=None,
        stage="closure",
    )
    decide: Callable[..., Any] = command.decide
    if command.name in TAKE_BACK:
        review = closed().model_copy(update={"publication": None, "stage": "screening"})
        assert codes(decide, review, body, given(), *facts) != ["review/closed"]
    else:
        assert codes(decide, closed(), body, given(), *facts)[:1] == ["review/closed"]


LACKS: dict[str, Callable[[GateFacts], GateFacts]] = {
    "involvement": lambda facts: replace(facts, involvement=None),
    "obligations": lambda facts: replace(facts, obligations=()),
    "actions": lambda facts: replace(
        facts, actions=tuple(each.model_copy(update={"status": ActionStatus.AGREED}) for each in facts.actions)
    ),
    "dissemination": lambda facts: replace(facts, dissemination=None),
    "products": lambda facts: replace(facts, products=()),
}


lacks = st.sets(st.sampled_from(sorted(LACKS)))


def lacking_all(names: set[str]) -> GateFacts:
    facts = told()
    for name in sorted(names):
        facts = LACKS[name](facts)
    return facts


@any_(lacks)
def test_review_closes_only_when_its_gate_is_met(names: set[str]) -> None:
    facts = lacking_all(names)
    needed = [code for code, _ in needs(in_closure(), facts)]
    assert bool(needed) == bool(names)
    if needed:
        assert codes(close_review, in_closure(), CLOSE, given(DECIDER), facts) == needed
    else:
        assert closed(facts=facts).closed_on == TODAY


@any_(lacks, st.data())
def test_overriding_some_subjects_leaves_the_others(names: set[str], data: Any) -> None:
    facts, review = lacking_all(names), in_closure()
    needed = needs(review, facts)
    passed = data.draw(st.sets(st.sampled_from(needed))) if needed else set()
    for code, path in sorted(passed):
        review = overridden(review, asking(code, path, Gate.CLOSING), facts)
    assert needs(review, facts) == [each for each in needed if each not in passed]


def test_review_is_not_closed_under_a_hold() -> None:
    review = held(in_closure())
    assert needs(review, told()) == [("publication/held", f"holds/{review.holds[0].id}")]


def test_review_in_findings_cannot_close() -> None:
    """The gate can be read at any time, and shows what is still needed."""
    for review in (opened(now=NOW), in_findings(), all_found(), moved(all_found(), "report").state):
        missing = {code for code, _ in needs(review, UNHEARD)}
        assert {"review/wrong-stage", "involvement/no-plan", "closing/no-impact"} <= missing
