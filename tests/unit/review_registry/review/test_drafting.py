"""Drafting a learning statement (RR5)."""

import pytest

from services.chassis.rules.decisions import Actor, derived
from services.chassis.rules.detectors import DETECTORS
from services.chassis.rules.person import person_of
from services.review_registry.domain.review.drafting import draft_learning
from tests.builders.refusals import codes, refusal
from tests.builders.review_registry_learning import (
    DECIDER,
    STATEMENT,
    WRITER,
    drafted,
    drafting,
    given,
    naming,
    released,
    review,
)
from tests.unit.chassis.corpus import forms

SECOND = Actor(frozenset({"business-unit"}), "partnership", "p-second")
HITS = dict(reversed(forms()))
"""The first form of each kind."""


def test_draft_keeps_its_words_and_emits_nothing() -> None:
    decided = draft_learning(review(), drafting(), given(WRITER))
    (draft,) = decided.state.drafts
    assert (draft.statement, draft.writers, decided.events) == (STATEMENT, (person_of(WRITER),), ())


def test_new_version_keeps_the_writers_of_earlier_ones() -> None:
    again = draft_learning(drafted(), drafting("In other words, and shorter."), given(SECOND, "another command")).state
    (draft,) = again.drafts
    assert draft.key == drafted().drafts[0].key, "a recall erases every version"
    assert draft.writers == (person_of(WRITER), person_of(SECOND))


@pytest.mark.parametrize("kind", DETECTORS)
def test_identifying_statement_is_refused_and_not_repeated(kind: str) -> None:
    reasons = refusal(draft_learning, review(), drafting(f"It was known: {HITS[kind]}, and nobody asked."), given(WRITER))
    assert {reason.code for reason in reasons} == {"learning/identifies"}
    messages = [reason.message for reason in reasons]
    assert any(DETECTORS[kind] in message for message in messages)
    assert not any(HITS[kind] in message for message in messages)


def test_draft_is_refused_with_every_reason() -> None:
    both = drafting("Write to somebody@example.org in DT1 1XJ about it.")
    assert codes(draft_learning, naming(review(confirmed_on=None), "Write"), both, given(DECIDER)) == [
        "review/not-its-lead",
        "learning/not-confirmed",
        "learning/identifies",
        "learning/identifies",
        "learning/names-subject",
    ]
    assert codes(draft_learning, review(), drafting(finding=derived("another")), given(WRITER)) == ["finding/unknown"]
    assert codes(draft_learning, released(), drafting(), given(WRITER)) == ["learning/released-already"]
