"""The projection of feedback (LD3)."""

from contracts.vocabulary.feedback import SourceGroup
from services.learning_dissemination.domain.others.feedback import HeardFrom
from tests.builders.learning_dissemination import heard, summarised


def test_feedback_keeps_the_latest_count_per_group_and_service() -> None:
    first, other = summarised(), summarised(service="health", count=9)
    again = heard(first, other, summarised(count=8))
    assert (again.theme, again.period) == ("neglect", "2026-q1")
    assert set(again.counts) == {
        HeardFrom(source_group=SourceGroup.CHILD, service="school", count=8),
        HeardFrom(source_group=SourceGroup.CHILD, service="health", count=9),
    }
