"""RR5: a statement is cleared by somebody other than its author, identifies nobody, and can be taken back."""

from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

import pytest

from contracts.events.review_registry import LearningRecalled, LearningReleased
from contracts.vocabulary.reviews import FindingKind, WithdrawalReason
from local.frameworks import framework
from services.chassis.rules.decisions import Actor, Given, derived
from services.chassis.rules.detectors import DETECTORS
from services.review_registry.domain.review.recalling import RecallLearning, recall_learning
from services.review_registry.domain.review.releasing import SealedRelease, release_learning
from services.review_registry.domain.review.state import Finding, Review, latest_release
from tests.builders.refusals import codes, places, refusal

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
REVIEW, FINDING = derived("a review"), derived("a finding")
STATEMENT = "History is to be in view wherever a decision is made."
URL = "http://registry.example"
AUTHOR = Actor(frozenset({"decider", "business-unit"}), "partnership", "p-author")
DECIDER = Actor(frozenset({"decider"}), "partnership", "p-decider")


def given(actor: Actor = DECIDER) -> Given:
    return Given(REVIEW, derived("a command"), NOW, framework(), actor, url=URL)


def review(**changed: Any) -> Review:
    """In its findings, with one that is confirmed, changed as asked."""
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


def test_what_goes_out_leads_to_the_text_and_does_not_hold_it() -> None:
    assert release_learning(review(), releasing(), given()).events == (
        LearningReleased(
            review=REVIEW,
            source=FINDING,
            kind=FindingKind.GOOD_PRACTICE,
            themes=("neglect",),
            link=f"{URL}/learning/{FINDING}",
            sha256=sha256(STATEMENT.encode()).hexdigest(),
        ),
    )


def test_the_text_is_kept_sealed_and_no_other_way() -> None:
    kept = release_learning(review(learning_statement="What the finding itself says of it."), releasing(), given()).state
    assert kept.released[0].sealed == "sealed"
    assert (kept.released[0].on, kept.released[0].by) == (NOW.date(), "p-decider")
    assert STATEMENT not in kept.model_dump_json()


def test_whoever_wrote_the_finding_does_not_clear_it() -> None:
    assert places(release_learning, review(), releasing(), given(AUTHOR)) == [("learning/own-finding", "finding")]


def test_of_a_finding_that_is_not_confirmed_nothing_is_released() -> None:
    assert codes(release_learning, review(confirmed_on=None), releasing(), given()) == ["learning/not-confirmed"]


def test_there_must_be_such_a_finding() -> None:
    assert codes(release_learning, review(), releasing(finding=derived("another")), given()) == ["finding/unknown"]


HITS = {
    "nhs-number": "943 476 5919",
    "date": "14 March 2025",
    "postcode": "DT1 1XJ",
    "phone": "07700 900123",
    "e-mail": "somebody@example.org",
}


@pytest.mark.parametrize("kind", DETECTORS)
def test_a_statement_that_may_identify_somebody_is_refused_by_kind_and_not_repeated(kind: str) -> None:
    reasons = refusal(release_learning, review(), releasing(f"It was known: {HITS[kind]}, and nobody asked."), given())
    assert {reason.code for reason in reasons} == {"learning/identifies"}
    messages = [reason.message for reason in reasons]
    assert any(kind in message for message in messages)
    assert not any(HITS[kind] in message for message in messages)


def test_everything_wrong_is_said_at_once() -> None:
    both = releasing("Write to somebody@example.org in DT1 1XJ about it.")
    assert codes(release_learning, review(confirmed_on=None), both, given(AUTHOR)) == [
        "learning/not-confirmed",
        "learning/own-finding",
        "learning/identifies",
        "learning/identifies",
    ]


def test_it_is_released_once() -> None:
    assert codes(release_learning, released(), releasing(), given()) == ["learning/released-already"]


def test_a_recall_is_told_with_its_reason_and_stays_on_the_record() -> None:
    decided = recall_learning(released(), recalling(), given())
    assert decided.events == (LearningRecalled(review=REVIEW, source=FINDING, reason="identifies-somebody"),)
    last = latest_release(decided.state, FINDING)
    assert last is not None
    assert (last.recalled_on, last.recalled_reason, last.by) == (NOW.date(), "identifies-somebody", "p-decider")


def test_what_is_not_released_is_not_recalled() -> None:
    assert codes(recall_learning, review(), recalling(), given()) == ["learning/not-released"]
    gone = recall_learning(released(), recalling(), given()).state
    assert codes(recall_learning, gone, recalling(), given()) == ["learning/not-released"]


def test_after_a_recall_other_words_may_be_released_under_another_key() -> None:
    gone = recall_learning(released(), recalling(), given()).state
    again = release_learning(gone, releasing("In other words, and shorter.", sealed="anew"), given()).state
    last = latest_release(again, FINDING)
    assert last is not None
    assert (last.sealed, last.recalled_on) == ("anew", None)
    assert [each.key for each in again.released] == [derived("key", "sealed"), derived("key", "anew")]
