"""Recalling a released learning statement (RR5)."""

from contracts.events.review_registry import LearningRecalled
from contracts.vocabulary.reviews import WithdrawalReason
from services.review_registry.domain.review.public_text import improvements
from services.review_registry.domain.review.recalling import RecallLearning, recall_learning
from services.review_registry.domain.review.state import latest_release
from tests.builders.refusals import codes
from tests.builders.review_registry_learning import FINDING, NOW, REVIEW, STATEMENT, given, released, review


def recalling(finding: str = FINDING) -> RecallLearning:
    return RecallLearning(finding=finding, reason=WithdrawalReason.IDENTIFIES_SOMEBODY)


def test_recall_emits_its_reason_and_stays_recorded() -> None:
    decided = recall_learning(released(), recalling(), given())
    assert decided.events == (LearningRecalled(review=REVIEW, source=FINDING, reason="identifies-somebody"),)
    last = latest_release(decided.state.released, FINDING)
    assert last is not None
    assert (last.recalled_on, last.recalled_reason, last.by) == (NOW.date(), "identifies-somebody", "p-decider")


def test_unreleased_finding_cannot_be_recalled() -> None:
    assert codes(recall_learning, review(), recalling(), given()) == ["learning/not-released"]
    gone = recall_learning(released(), recalling(), given()).state
    assert codes(recall_learning, gone, recalling(), given()) == ["learning/not-released"]


def test_recalled_finding_may_be_released_under_another_key() -> None:
    gone = recall_learning(released(), recalling(), given()).state
    again = released(gone, "Plan each discharge with the family.", cause="second")
    last = latest_release(again.released, FINDING)
    assert last is not None
    assert (last.statement, last.recalled_on) == ("Plan each discharge with the family.", None)
    assert len({each.key for each in again.released}) == 2


def test_recalled_learning_leaves_the_published_improvements() -> None:
    assert improvements(released()) == [STATEMENT]
    gone = recall_learning(released(), recalling(), given()).state
    assert improvements(gone) == []
    assert improvements(released(gone, "Plan each discharge with the family.", cause="second")) == [STATEMENT]
