"""LD2: a proposal for a thematic product shows what several reviews have, what was done, whether it held, and how often it came
back."""

from contracts.events.feedback_capture import FeedbackSummarised
from contracts.vocabulary.feedback import SourceGroup
from services.learning_dissemination.domain.heard import Heard, counted
from services.learning_dissemination.domain.point import LearningPoint, of_action, of_recurrence
from services.learning_dissemination.domain.proposal import Proposal, propose
from tests.unit.learning_dissemination.given import some_id
from tests.unit.learning_dissemination.learnt import a_point, agreed, an_action, recurred

ONE, TWO, SAME = a_point("one", "first"), a_point("two", "second"), a_point("three", "first")
REVIEWS_OF = {point.source_id: point.review or "" for point in (ONE, TWO, SAME)}
ACTION = an_action(agreed("one", "three"))


def heard(period: str) -> Heard:
    return counted(
        None,
        FeedbackSummarised(
            summary=some_id("summary", period),
            period=period,
            source_group=SourceGroup.CHILD,
            service="school",
            theme="neglect",
            count=7,
        ),
    )


def proposed(*points: LearningPoint) -> Proposal:
    return propose("neglect", points, REVIEWS_OF, [ACTION], [heard("2026-q2"), heard("2026-q1")])


def test_points_of_one_review_are_not_enough_and_it_says_so() -> None:
    proposal = proposed(ONE, SAME, of_action(ACTION))
    assert proposal.reviews == ()
    assert "two reviews" in proposal.says


def test_each_review_shows_its_points_and_what_answered_its_findings() -> None:
    learnt = of_action(ACTION)
    proposal = proposed(ONE, TWO, SAME, learnt)
    by_review = {each.review: each for each in proposal.reviews}
    assert set(by_review) == {ONE.review, TWO.review}
    assert by_review[ONE.review or ""].points == (ONE, SAME, learnt)
    assert by_review[ONE.review or ""].actions == (ACTION,)
    assert by_review[TWO.review or ""].actions == ()


def test_how_often_it_came_back_and_what_people_said_is_shown_either_way() -> None:
    back = of_recurrence(recurred("two", "one"))
    again = of_recurrence(recurred("three", "two"))
    for proposal in (proposed(ONE, TWO, back, again), proposed(back.model_copy(update={"findings": ()}), again)):
        assert proposal.recurred == 2
        assert [each.period for each in proposal.heard] == ["2026-q1", "2026-q2"]


def test_what_was_taken_back_or_is_of_another_theme_is_left_out() -> None:
    gone = TWO.model_copy(update={"withdrawn": "identifiable"})
    elsewhere = TWO.model_copy(update={"themes": ("information-sharing",)})
    assert proposed(ONE, gone).reviews == ()
    assert proposed(ONE, elsewhere).reviews == ()
