"""Proposing a thematic product (LD2)."""

from services.learning_dissemination.domain.others.feedback import Heard
from services.learning_dissemination.domain.point.making import of_action, of_recurrence
from services.learning_dissemination.domain.point.state import LearningPoint
from services.learning_dissemination.domain.proposal import Proposal, propose
from tests.builders.given import some_id
from tests.builders.learning_dissemination import a_point, agreed, an_action, heard, recurred, summarised

ONE, TWO, SAME = a_point("one", "first"), a_point("two", "second"), a_point("three", "first")
REVIEWS_OF = {point.source_id: point.review or "" for point in (ONE, TWO, SAME)}
ACTION = an_action(agreed("one", "three"))


def heard_in(period: str) -> Heard:
    return heard(summarised(summary=some_id("summary", period), period=period))


def proposed(*points: LearningPoint) -> Proposal:
    return propose("neglect", points, REVIEWS_OF, [ACTION], [heard_in("2026-q2"), heard_in("2026-q1")])


def test_proposal_is_empty_when_one_review_has_the_points() -> None:
    proposal = proposed(ONE, SAME, of_action(ACTION))
    assert proposal.reviews == ()
    assert "two reviews" in proposal.says


def test_proposal_shows_points_and_actions_of_each_review() -> None:
    learnt = of_action(ACTION)
    proposal = proposed(ONE, TWO, SAME, learnt)
    by_review = {each.review: each for each in proposal.reviews}
    assert set(by_review) == {ONE.review, TWO.review}
    assert by_review[ONE.review or ""].points == (ONE, SAME, learnt)
    assert by_review[ONE.review or ""].actions == (ACTION,)
    assert by_review[TWO.review or ""].actions == ()


def test_proposal_always_shows_recurrences_and_feedback() -> None:
    back = of_recurrence(recurred("two", "one"))
    again = of_recurrence(recurred("three", "two"))
    for proposal in (proposed(ONE, TWO, back, again), proposed(back.model_copy(update={"findings": ()}), again)):
        assert proposal.recurred == 2
        assert [each.period for each in proposal.heard] == ["2026-q1", "2026-q2"]


def test_proposal_leaves_out_withdrawn_and_other_themes() -> None:
    gone = TWO.model_copy(update={"withdrawals": {TWO.source_id: "identifiable"}})
    elsewhere = TWO.model_copy(update={"themes": ("information-sharing",)})
    assert proposed(ONE, gone).reviews == ()
    assert proposed(ONE, elsewhere).reviews == ()
