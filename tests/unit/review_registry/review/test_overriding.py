"""Asking to override a reason at a gate (RR6)."""

from datetime import timedelta

import pytest
from hypothesis import given as any_
from hypothesis import strategies as st

from contracts.vocabulary.reviews import HoldKind
from local.partnership import POLICE
from services.chassis.rules.decisions import Actor, Reason
from services.review_registry.domain.review.gates import GATES
from services.review_registry.domain.review.gates.override import FIRM, not_overridden
from services.review_registry.domain.review.overriding import AskOverride, ask_override
from services.review_registry.domain.review.reporting import write_report
from services.review_registry.domain.review.state import Gate, Override, OverrideStatus, Review
from tests.builders.refusals import codes, places
from tests.builders.review_registry import TODAY, UNHEARD, given, held, led, moved
from tests.builders.review_registry_closing import (
    CHAIR,
    asked,
    asking,
    in_closure,
    overridden,
    ready,
    report,
    responded,
    told,
)

INVOLVING = moved(led(), "involvement").state
NO_PLAN = asking("involvement/no-plan", "involvement")


def needs(review: Review, gate: Gate) -> list[tuple[str, str]]:
    return [(each.code, each.path) for each in GATES[gate](review, told(), given())]


def at_publication(review: Review, code: str) -> AskOverride:
    """Returns the request to override the first reason of this code."""
    path = next(path for given_code, path in needs(review, Gate.PUBLICATION) if given_code == code)
    return asking(code, path, Gate.PUBLICATION, authority="The reviewing lawyer, in writing.")


def test_request_is_recorded_and_has_no_effect() -> None:
    review = asked(INVOLVING, NO_PLAN)
    (override,) = review.overrides
    assert (override.gate, override.code, override.path) == (Gate.STAGE, "involvement/no-plan", "involvement")
    assert (override.status, override.asked_on, override.asked_by) == (OverrideStatus.PENDING, TODAY, "p-chair")
    assert codes(moved, review, "analysis") == ["involvement/no-plan"]


def test_request_keeps_the_day_on_which_it_was_made() -> None:
    earlier = asked(INVOLVING, NO_PLAN.model_copy(update={"on": TODAY - timedelta(days=3)}))
    assert earlier.overrides[0].asked_on == TODAY - timedelta(days=3)
    assert codes(asked, INVOLVING, NO_PLAN.model_copy(update={"on": TODAY + timedelta(days=1)})) == ["day/in-future"]


def test_approved_override_lets_a_gate_pass() -> None:
    review = overridden(INVOLVING, NO_PLAN)
    assert moved(review, "analysis").state.overrides == review.overrides


def test_request_needs_a_reason_that_the_gate_gives_now() -> None:
    assert places(asked, INVOLVING, asking("finding/not-answered")) == [("override/not-needed", "code")]
    assert places(asked, INVOLVING, asking("involvement/no-plan", "other")) == [("override/not-needed", "path")]
    assert codes(asked, overridden(INVOLVING, NO_PLAN), NO_PLAN) == ["override/not-needed"]


def test_one_subject_is_asked_for_once_at_a_time() -> None:
    assert places(asked, asked(INVOLVING, NO_PLAN), NO_PLAN) == [("override/asked-already", "code")]


@pytest.mark.parametrize("code", FIRM)
def test_firm_requirements_cannot_be_overridden(code: str) -> None:
    assert codes(asked, INVOLVING, asking(code)) == ["override/not-possible"]


def test_decider_of_an_agency_under_review_cannot_ask() -> None:
    police = Actor(frozenset({"decider"}), POLICE, "p-police")
    assert codes(ask_override, INVOLVING, NO_PLAN, given(police), UNHEARD) == ["review/own-agency"]


@pytest.mark.parametrize("kind", [HoldKind.CRIMINAL, HoldKind.FAMILY_COURT])
def test_hold_of_a_court_needs_its_authority(kind: HoldKind) -> None:
    review = held(ready(), kind)
    command = at_publication(review, "publication/held")
    without = command.model_copy(update={"authority": ""})
    assert places(asked, review, without, told()) == [("override/no-authority", "authority")]
    assert needs(overridden(review, command, told()), Gate.PUBLICATION) == []


def test_coronial_hold_needs_no_authority() -> None:
    review = held(ready(), HoldKind.CORONIAL)
    command = at_publication(review, "publication/held").model_copy(update={"authority": ""})
    assert needs(overridden(review, command, told()), Gate.PUBLICATION) == []


def test_override_of_a_hold_leaves_a_later_hold() -> None:
    review = held(ready(), HoldKind.CORONIAL)
    review = held(overridden(review, at_publication(review, "publication/held"), told()), HoldKind.CORONIAL)
    assert needs(review, Gate.PUBLICATION) == [("publication/held", f"holds/{review.holds[1].id}")]


def test_override_of_a_check_ends_with_the_next_version() -> None:
    review = responded()
    while missing := needs(review, Gate.PUBLICATION):
        review = overridden(review, asking(*missing[0], Gate.PUBLICATION), told())
    again = write_report(review, report(body="Another text altogether, which nobody has read."), given()).state
    assert {code for code, _ in needs(again, Gate.PUBLICATION)} == {"publication/not-checked"}


def test_override_counts_at_one_gate() -> None:
    review = in_closure()
    (first, *_) = [each for each in GATES[Gate.CLOSING](review, UNHEARD, given()) if each.code == "finding/not-answered"]
    review = overridden(review, asking(first.code, first.path, Gate.CLOSING))
    assert first not in GATES[Gate.CLOSING](review, UNHEARD, given())
    assert (first.code, first.path) in {(each.code, each.path) for each in GATES[Gate.PUBLICATION](review, UNHEARD, given())}


SUBJECTS = [(code, path) for code in ("a/b", "c/d", "e/f") for path in "xy"]
reasons = st.lists(
    st.sampled_from([Reason(*each, "") for each in SUBJECTS] + [Reason(c, "A sentence.", x) for c, x in SUBJECTS])
)


@any_(reasons, st.sets(st.sampled_from(SUBJECTS)), st.sampled_from(list(Gate)), st.sampled_from(OverrideStatus))
def test_approved_subjects_alone_are_removed(
    found: list[Reason], passed: set[tuple[str, str]], gate: Gate, status: OverrideStatus
) -> None:
    overrides = tuple(
        Override(
            gate=Gate.CLOSING,
            code=code,
            path=path,
            reason="Looked into.",
            id=given().derive(f"{code} {path}"),
            asked_on=TODAY,
            asked_by=CHAIR.person_ref,
            asked_for=CHAIR.agency,
            status=status,
        )
        for code, path in sorted(passed)
    )
    left = not_overridden(responded().model_copy(update={"overrides": overrides}), gate, found)
    effective = gate is Gate.CLOSING and status is OverrideStatus.APPROVED
    assert set(left) == {each for each in found if not effective or (each.code, each.path) not in passed}
    assert len(left) == len(set(left)), "each is said once"


@pytest.mark.parametrize("gate", Gate)
def test_every_subject_of_a_gate_can_be_named_in_a_request(gate: Gate) -> None:
    review = held(responded()).model_copy(update={"embargo_until": TODAY + timedelta(days=1)})
    for reason in GATES[gate](review, UNHEARD, given()):
        assert asking(reason.code, reason.path, gate).path == reason.path


FOUND = GATES[Gate.CLOSING](in_closure(), UNHEARD, given())


@any_(st.sampled_from(FOUND))
def test_override_removes_exactly_its_subject(reason: Reason) -> None:
    review = overridden(in_closure(), asking(reason.code, reason.path, Gate.CLOSING))
    after = GATES[Gate.CLOSING](review, UNHEARD, given())
    assert after == [each for each in FOUND if each != reason]


def test_every_reason_of_a_gate_has_a_subject_of_its_own() -> None:
    subjects = [(each.code, each.path) for each in FOUND]
    assert len(subjects) == len(set(subjects))
