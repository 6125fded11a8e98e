"""Overriding a reason at a gate (RR6)."""

import pytest
from hypothesis import given as any_
from hypothesis import strategies as st

from services.chassis.rules.decisions import Reason
from services.review_registry.domain.review.gates import GATES
from services.review_registry.domain.review.gates.facts import GateFacts
from services.review_registry.domain.review.gates.override import FIRM, not_overridden
from services.review_registry.domain.review.overriding import OverrideGate, override_gate
from services.review_registry.domain.review.state import Gate, Override, Review
from tests.builders.refusals import codes
from tests.builders.review_registry import (
    TODAY,
    UNHEARD,
    given,
    led,
    moved,
)
from tests.builders.review_registry_closing import (
    SCRUTINEER,
    in_closure,
    responded,
)

INVOLVING = moved(led(), "involvement").state


def overriding(code: str, gate: Gate = Gate.STAGE) -> OverrideGate:
    return OverrideGate(gate=gate, code=code, reason="The scrutineer has looked into it.")


def overridden(review: Review, code: str, facts: GateFacts, gate: Gate = Gate.STAGE) -> Review:
    return override_gate(review, overriding(code, gate), given(SCRUTINEER), facts).state


def test_override_lets_a_gate_pass_and_stays_recorded() -> None:
    review = overridden(INVOLVING, "involvement/no-plan", UNHEARD)
    assert review.overrides == (
        Override(
            gate=Gate.STAGE,
            code="involvement/no-plan",
            reason="The scrutineer has looked into it.",
            on=TODAY,
            by="p-scrutineer",
        ),
    )
    assert moved(review, "analysis").state.overrides == review.overrides


def test_override_needs_a_reason_that_the_gate_gives_now() -> None:
    assert codes(overridden, INVOLVING, "finding/not-answered", UNHEARD) == ["override/not-needed"]
    again = overridden(INVOLVING, "involvement/no-plan", UNHEARD)
    assert codes(overridden, again, "involvement/no-plan", UNHEARD) == ["override/not-needed"]


@pytest.mark.parametrize("code", FIRM)
def test_firm_requirements_cannot_be_overridden(code: str) -> None:
    assert codes(overridden, INVOLVING, code, UNHEARD) == ["override/not-possible"]


def test_override_counts_at_one_gate() -> None:
    review = overridden(in_closure(), "finding/not-answered", UNHEARD, Gate.CLOSING)
    assert "finding/not-answered" not in [each.code for each in GATES[Gate.CLOSING](review, UNHEARD, given())]
    assert "finding/not-answered" in [each.code for each in GATES[Gate.PUBLICATION](review, UNHEARD, given())]


reasons = st.lists(st.sampled_from([Reason(code, "A sentence.", path) for code in ("a/b", "c/d", "e/f") for path in "xy"]))


@any_(reasons, st.sets(st.sampled_from(["a/b", "c/d", "e/f"])), st.sampled_from(list(Gate)))
def test_overridden_codes_alone_are_removed(found: list[Reason], passed: set[str], gate: Gate) -> None:
    overrides = tuple(
        Override(gate=Gate.CLOSING, code=code, reason="Looked into.", on=TODAY, by="p-scrutineer") for code in sorted(passed)
    )
    left = not_overridden(responded().model_copy(update={"overrides": overrides}), gate, found)
    expected = {each for each in found if gate is not Gate.CLOSING or each.code not in passed}
    assert set(left) == expected
    assert len(left) == len(expected), "each is said once"


@any_(st.sampled_from(sorted({each.code for each in GATES[Gate.CLOSING](in_closure(), UNHEARD, given())})))
def test_override_removes_exactly_its_code(code: str) -> None:
    review = in_closure()
    before = GATES[Gate.CLOSING](review, UNHEARD, given())
    after = GATES[Gate.CLOSING](overridden(review, code, UNHEARD, Gate.CLOSING), UNHEARD, given())
    assert after == [each for each in before if each.code != code]
