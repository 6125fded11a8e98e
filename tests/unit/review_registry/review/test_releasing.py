"""Releasing a drafted learning statement to the public (RR5)."""

from hashlib import sha256

import pytest

from contracts.events.review_registry import LearningReleased
from contracts.vocabulary.reviews import FindingKind, HoldKind
from services.chassis.rules.decisions import Actor, derived
from services.chassis.rules.person import person_of
from services.review_registry.domain.review.drafting import draft_learning
from services.review_registry.domain.review.holding import PlaceHold, place_hold
from services.review_registry.domain.review.lifting import LiftHold, lift_hold
from services.review_registry.domain.review.releasing import release_learning
from services.review_registry.domain.review.state import Review
from tests.builders.refusals import codes, places
from tests.builders.review_registry_learning import (
    FINDING,
    NOW,
    REVIEW,
    STATEMENT,
    URL,
    WRITER,
    drafted,
    drafting,
    given,
    naming,
    released,
    releasing,
    review,
)

AUTHOR = Actor(frozenset({"decider", "business-unit"}), "partnership", "p-author")
WRITER_WHO_DECIDES = Actor(frozenset({"decider"}), "partnership", "p-writer")


def held(state: Review, *kinds: HoldKind) -> Review:
    for kind in kinds:
        hold = PlaceHold.model_validate({"kind": kind, "review_on": "2026-09-01", "authority": "The police."})
        state = place_hold(state, hold, given()).state
    return state


def test_release_emits_a_link_without_the_text() -> None:
    assert release_learning(drafted(), releasing(), given()).events == (
        LearningReleased(
            review=REVIEW,
            source=FINDING,
            kind=FindingKind.GOOD_PRACTICE,
            themes=("neglect",),
            link=f"{URL}/learning/{FINDING}",
            sha256=sha256(STATEMENT.encode()).hexdigest(),
        ),
    )


def test_release_keeps_the_statement_and_drops_the_draft() -> None:
    kept = released(review(learning_statement="What the finding itself says of it."))
    assert kept.released[0].statement == STATEMENT
    assert (kept.released[0].on, kept.released[0].by, kept.drafts) == (NOW.date(), "p-decider", ())


def test_writer_of_any_version_cannot_release_it() -> None:
    rewritten = "In other words, and shorter."
    second = Actor(frozenset({"business-unit"}), "partnership", "p-second")
    again = draft_learning(drafted(), drafting(rewritten), given(second)).state
    refused = places(release_learning, again, releasing(rewritten), given(WRITER_WHO_DECIDES))
    assert refused == [("learning/own-text", "finding")]


def test_person_of_another_agency_with_the_reference_of_a_writer_may_release_it() -> None:
    namesake = Actor(frozenset({"decider"}), "council", WRITER.person_ref)
    assert release_learning(drafted(), releasing(), given(namesake)).events


def test_writer_of_the_finding_cannot_release_it() -> None:
    assert places(release_learning, drafted(), releasing(), given(AUTHOR)) == [("learning/own-finding", "finding")]


def test_nothing_is_released_without_a_draft() -> None:
    assert codes(release_learning, review(), releasing(), given()) == ["learning/no-draft"]
    assert codes(release_learning, released(), releasing(), given()) == ["learning/no-draft"]
    assert codes(release_learning, drafted(), releasing(finding=derived("another")), given()) == ["finding/unknown"]


def test_words_other_than_those_read_are_not_released() -> None:
    assert codes(release_learning, drafted(), releasing("What was read before."), given()) == ["learning/changed"]


@pytest.mark.parametrize("kind", HoldKind)
def test_nothing_is_released_under_a_hold_of_any_kind(kind: HoldKind) -> None:
    state = held(drafted(), kind)
    assert codes(release_learning, state, releasing(), given()) == ["learning/held"]
    lifted = lift_hold(state, LiftHold(hold=state.holds[0].id, reason="It is over."), given()).state
    assert release_learning(lifted, releasing(), given()).events


def test_subject_listed_since_the_draft_keeps_it_from_release() -> None:
    state = naming(drafted(), "History")
    assert codes(release_learning, state, releasing(), given()) == ["learning/names-subject"]


def test_release_is_refused_with_every_reason() -> None:
    state = held(draft_learning(drafted(), drafting(), given(AUTHOR)).state, HoldKind.CRIMINAL)
    identifying = state.drafts[0].model_copy(update={"statement": "Write to somebody@example.org about it."})
    state = state.model_copy(update={"drafts": (identifying,)})
    assert codes(release_learning, state, releasing("What was read before."), given(AUTHOR)) == [
        "learning/changed",
        "learning/own-text",
        "learning/own-finding",
        "learning/held",
        "learning/identifies",
    ]
    assert person_of(WRITER) in state.drafts[0].writers
