"""Correcting the words of a confirmed finding (RR4)."""

from typing import Any

from contracts.vocabulary.roles import DECIDER
from services.chassis.rules.decisions import Actor
from services.review_registry.domain.review.correcting import CorrectFinding, correct_finding
from services.review_registry.domain.review.releasing import release_learning
from services.review_registry.domain.review.state import Review
from tests.builders.refusals import codes
from tests.builders.review_registry import LEAD, TODAY, given, in_findings
from tests.builders.review_registry_closing import all_found, in_report, published, ready
from tests.builders.review_registry_learning import drafted, releasing
from tests.builders.review_registry_learning import given as given_learning

WHY = "The police show that it was in May."
NEW = "The chronology was read in May."


def correcting(review: Review, **changed: Any) -> CorrectFinding:
    return CorrectFinding.model_validate({"finding": review.findings[0].id, "because": WHY, "what_happened": NEW} | changed)


def test_words_are_corrected_in_any_stage_and_the_earlier_ones_stay() -> None:
    for review in (all_found(), in_report()):
        (before,) = review.findings
        decided = correct_finding(review, correcting(review), given(LEAD))
        assert decided.events == ()
        (after,) = decided.state.findings
        assert after.what_happened == NEW
        (correction,) = after.corrections
        assert (correction.what_happened, correction.because) == (before.what_happened, WHY)
        assert (correction.on, correction.by, after.edited_by) == (TODAY, "p-lead", ("p-lead",))
        kept = {"what_happened", "corrections", "edited_by"}
        assert after.model_dump(exclude=kept) == before.model_dump(exclude=kept)


def test_correction_takes_words_alone() -> None:
    assert not {"agencies", "response", "themes", "priority"} & CorrectFinding.model_fields.keys()
    review = all_found()
    assert codes(correct_finding, review, correcting(review, what_happened=None), given()) == ["finding/nothing-to-correct"]


def test_draft_is_edited_and_not_corrected() -> None:
    review = in_findings()
    assert codes(correct_finding, review, correcting(review), given()) == ["finding/still-a-draft"]


def test_corrected_text_must_be_checked_again() -> None:
    assert ready().checks
    assert correct_finding(ready(), correcting(ready()), given()).state.checks == ()


def test_published_words_are_withdrawn_before_they_are_corrected() -> None:
    assert codes(correct_finding, published(), correcting(published()), given()) == ["report/published"]


def test_writer_of_a_correction_does_not_release_the_learning() -> None:
    both = Actor(frozenset({"business-unit", DECIDER}), "partnership", "p-both")
    state = correct_finding(drafted(), correcting(drafted()), given_learning(both)).state
    refused = codes(release_learning, state, releasing(), given_learning(both))
    assert refused == ["learning/own-finding"]
