"""Recalling a released learning statement (RR5)."""

from datetime import UTC, date, datetime
from typing import Any

from contracts.events.review_registry import LearningRecalled
from contracts.vocabulary.reviews import FindingKind, WithdrawalReason
from local.frameworks import framework
from services.chassis.rules.decisions import Actor, Given, derived
from services.review_registry.domain.review.recalling import RecallLearning, recall_learning
from services.review_registry.domain.review.releasing import SealedRelease, release_learning
from services.review_registry.domain.review.state import Finding, Review, latest_release
from tests.builders.refusals import codes

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)


REVIEW, FINDING = derived("a review"), derived("a finding")


STATEMENT = "History is to be in view wherever a decision is made."


URL = "http://registry.example"


DECIDER = Actor(frozenset({"decider"}), "partnership", "p-decider")


def given(actor: Actor = DECIDER) -> Given:
    return Given(REVIEW, derived("a command"), NOW, framework(), actor, url=URL)


def review(**changed: Any) -> Review:
    """Returns a review in its findings stage, with one confirmed finding."""
    usual = {
        "id": FINDING,
        "kind": FindingKind.GOOD_PRACTICE,
        "what_happened": "The chronology was read aloud at the visit.",
        "why": ({"code": "tools-and-records", "helped": True, "how": "One view of both systems."},),
        "how_usual": "case-only",
        "meaning_for_the_child": "Earlier bruises were seen together.",
        "working_together": "Each agency brought its part of the history.",
        "learning_statement": STATEMENT,
        "themes": ("neglect",),
        "agencies": ("police",),
        "priority": "low",
        "response": "spread",
        "recorded_by": "p-author",
        "confirmed_on": date(2026, 3, 1),
    }
    return Review(
        id=REVIEW,
        reference="TS-2026-ABCD",
        review_type="near-miss-review",
        title="A near miss",
        statutory=False,
        edition=1,
        opened_at=NOW,
        stage="findings",
        triggers={},
        findings=(Finding.model_validate(usual | changed),),
    )


def releasing(statement: str = STATEMENT, finding: str = FINDING, sealed: str = "sealed") -> SealedRelease:
    return SealedRelease(finding=finding, statement=statement, key=derived("key", sealed), sealed=sealed)


def recalling(finding: str = FINDING) -> RecallLearning:
    return RecallLearning(finding=finding, reason=WithdrawalReason.IDENTIFIES_SOMEBODY)


def released() -> Review:
    return release_learning(review(), releasing(), given()).state


def test_recall_emits_its_reason_and_stays_recorded() -> None:
    decided = recall_learning(released(), recalling(), given())
    assert decided.events == (LearningRecalled(review=REVIEW, source=FINDING, reason="identifies-somebody"),)
    last = latest_release(decided.state, FINDING)
    assert last is not None
    assert (last.recalled_on, last.recalled_reason, last.by) == (NOW.date(), "identifies-somebody", "p-decider")


def test_unreleased_finding_cannot_be_recalled() -> None:
    assert codes(recall_learning, review(), recalling(), given()) == ["learning/not-released"]
    gone = recall_learning(released(), recalling(), given()).state
    assert codes(recall_learning, gone, recalling(), given()) == ["learning/not-released"]


def test_recalled_finding_may_be_released_under_another_key() -> None:
    gone = recall_learning(released(), recalling(), given()).state
    again = release_learning(gone, releasing("In other words, and shorter.", sealed="anew"), given()).state
    last = latest_release(again, FINDING)
    assert last is not None
    assert (last.sealed, last.recalled_on) == ("anew", None)
    assert [each.key for each in again.released] == [derived("key", "sealed"), derived("key", "anew")]
