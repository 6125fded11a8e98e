"""A review with one confirmed finding, whose learning can be released and recalled."""

from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from contracts.vocabulary.reviews import FindingKind
from local.frameworks import framework
from services.chassis.rules.decisions import Actor, Given, derived
from services.review_registry.domain.review.drafting import DraftLearning, draft_learning
from services.review_registry.domain.review.releasing import ReleaseLearning, release_learning
from services.review_registry.domain.review.state import Finding, Review, SubjectList

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
REVIEW, FINDING = derived("a review"), derived("a finding")
STATEMENT = "History is to be in view wherever a decision is made."
URL = "http://registry.example"
WRITER = Actor(frozenset({"business-unit"}), "partnership", "p-writer")
DECIDER = Actor(frozenset({"decider"}), "partnership", "p-decider")


def given(actor: Actor = DECIDER, cause: str = "a command") -> Given:
    return Given(REVIEW, derived(cause), NOW, framework(), actor, url=URL)


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
        moments=(),
        findings=(Finding.model_validate(usual | changed),),
    )


def drafting(statement: str = STATEMENT, finding: str = FINDING) -> DraftLearning:
    return DraftLearning(finding=finding, statement=statement)


def drafted(state: Review | None = None, statement: str = STATEMENT, cause: str = "a command") -> Review:
    """Returns the review with a drafted statement of its finding."""
    return draft_learning(state or review(), drafting(statement), given(WRITER, cause)).state


def releasing(statement: str = STATEMENT, finding: str = FINDING) -> ReleaseLearning:
    return ReleaseLearning(finding=finding, sha256=sha256(statement.encode()).hexdigest())


def released(state: Review | None = None, statement: str = STATEMENT, cause: str = "a command") -> Review:
    """Returns the review with a released statement of its finding."""
    return release_learning(drafted(state, statement, cause), releasing(statement), given()).state


def naming(state: Review, *words: str) -> Review:
    """Returns the review with these words on its subject list."""
    return state.model_copy(update={"subjects": SubjectList(words=words, on=NOW.date(), by="p-writer")})
