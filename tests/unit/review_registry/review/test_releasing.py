"""Releasing a learning statement to the public (RR5)."""

from hashlib import sha256

import pytest

from contracts.events.review_registry import LearningReleased
from contracts.vocabulary.reviews import FindingKind
from services.chassis.rules.decisions import Actor, derived
from services.chassis.rules.detectors import DETECTORS
from services.review_registry.domain.review.releasing import release_learning
from services.review_registry.domain.review.state import Review
from tests.builders.refusals import codes, places, refusal
from tests.builders.review_registry_learning import FINDING, NOW, REVIEW, STATEMENT, URL, given, releasing, review
from tests.unit.chassis.corpus import forms

AUTHOR = Actor(frozenset({"decider", "business-unit"}), "partnership", "p-author")


def released() -> Review:
    return release_learning(review(), releasing(), given()).state


def test_release_emits_a_link_without_the_text() -> None:
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


def test_statement_is_stored_sealed_alone() -> None:
    kept = release_learning(review(learning_statement="What the finding itself says of it."), releasing(), given()).state
    assert kept.released[0].sealed == "sealed"
    assert (kept.released[0].on, kept.released[0].by) == (NOW.date(), "p-decider")
    assert STATEMENT not in kept.model_dump_json()


def test_writer_of_the_finding_cannot_release_it() -> None:
    assert places(release_learning, review(), releasing(), given(AUTHOR)) == [("learning/own-finding", "finding")]


def test_unconfirmed_finding_cannot_be_released() -> None:
    assert codes(release_learning, review(confirmed_on=None), releasing(), given()) == ["learning/not-confirmed"]


def test_unknown_finding_cannot_be_released() -> None:
    assert codes(release_learning, review(), releasing(finding=derived("another")), given()) == ["finding/unknown"]


HITS = dict(reversed(forms()))
"""The first form of each kind."""


@pytest.mark.parametrize("kind", DETECTORS)
def test_identifying_statement_is_refused_and_not_repeated(kind: str) -> None:
    reasons = refusal(release_learning, review(), releasing(f"It was known: {HITS[kind]}, and nobody asked."), given())
    assert {reason.code for reason in reasons} == {"learning/identifies"}
    messages = [reason.message for reason in reasons]
    assert any(DETECTORS[kind] in message for message in messages)
    assert not any(HITS[kind] in message for message in messages)


def test_command_is_refused_with_every_reason() -> None:
    both = releasing("Write to somebody@example.org in DT1 1XJ about it.")
    assert codes(release_learning, review(confirmed_on=None), both, given(AUTHOR)) == [
        "learning/not-confirmed",
        "learning/own-finding",
        "learning/identifies",
        "learning/identifies",
    ]


def test_finding_is_released_once() -> None:
    assert codes(release_learning, released(), releasing(), given()) == ["learning/released-already"]
