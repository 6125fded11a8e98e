"""LD1, R7: what was learnt becomes a point that leads to its text; what was taken back is withdrawn, and flags what used it."""

import pytest
from hypothesis import given

from contracts.events.action_tracking import ActionJudged, ActionReopened, ActionSustained, RecheckRecorded
from contracts.events.feedback_capture import FeedbackSummarised, ReplyPublished
from contracts.events.learning_dissemination import LearningPointWithdrawn
from contracts.events.review_registry import LearningReleased
from contracts.vocabulary.actions import ActionStatus, Effectiveness, Judgement, RecheckResult
from contracts.vocabulary.feedback import SourceGroup
from services.chassis.rules.decisions import derived
from services.learning_dissemination.domain.heard import HeardFrom, counted
from services.learning_dissemination.domain.point import (
    LearningPoint,
    PointSource,
    of_action,
    of_finding,
    of_recurrence,
    of_reply,
    point_id,
    threads,
    withdraw,
)
from services.learning_dissemination.domain.product import flag
from tests.support.any_event import event_of
from tests.unit.learning_dissemination.given import MONDAY, at, some_id
from tests.unit.learning_dissemination.learnt import (
    HASH,
    a_draft,
    a_point,
    agreed,
    an_action,
    published,
    recalled,
    recurred,
    released,
)

REPLY = ReplyPublished(
    reply=some_id("reply"),
    theme="neglect",
    findings=(some_id("finding", "one"),),
    link="https://feedback.example/replies/one",
    sha256=HASH,
)


@given(event_of(LearningReleased))
def test_a_released_finding_is_a_point_that_leads_to_its_text_and_holds_none_of_it(fact: LearningReleased) -> None:
    point = of_finding(fact)
    assert point.id == derived("point", fact.source)
    assert (point.source, point.source_id, point.findings) == (PointSource.FINDING, fact.source, (fact.source,))
    assert (point.kind, point.themes, point.review) == (fact.kind, fact.themes, fact.review)
    assert (point.link, point.sha256, point.withdrawn) == (fact.link, fact.sha256, None)


def test_a_reply_to_feedback_is_a_point_about_the_findings_that_it_answers() -> None:
    point = of_reply(REPLY)
    assert (point.id, point.source, point.themes) == (point_id(REPLY.reply), PointSource.REPLY, ("neglect",))
    assert (point.findings, point.link, point.sha256) == (REPLY.findings, REPLY.link, HASH)


def test_a_recurrence_is_a_point_of_its_own_beside_that_of_its_finding() -> None:
    fact = recurred("three", "two", "one")
    point = of_recurrence(fact)
    assert point.id == derived("point", "recurrence", "neglect", fact.finding) != point_id(fact.finding)
    assert point.findings == (fact.finding, *fact.earlier_findings)


def test_what_an_action_did_is_a_point_about_its_findings() -> None:
    point = of_action(an_action(agreed("one", "two")))
    assert (point.id, point.source) == (point_id(some_id("action", "one", "two")), PointSource.ACTION)
    assert (point.themes, point.findings) == (("neglect",), (some_id("finding", "one"), some_id("finding", "two")))


@pytest.mark.parametrize(
    "point", [a_point(), of_reply(REPLY), of_recurrence(recurred("two", "one")), of_action(an_action(agreed("one")))]
)
def test_a_point_is_in_the_thread_of_each_of_its_findings(point: LearningPoint) -> None:
    assert threads(point)[: len(point.findings)] == point.findings
    assert point.id in threads(point)


def test_what_was_taken_back_withdraws_its_point_once() -> None:
    fact = recalled(released())
    decided = withdraw(a_point(), fact, at())
    assert decided.state.withdrawn == fact.reason
    assert decided.events == (LearningPointWithdrawn(point=a_point().id, reason=fact.reason),)
    assert withdraw(decided.state, fact, at()).events == ()


def test_a_withdrawn_point_flags_what_used_it_and_nothing_else() -> None:
    used, other = a_point(), a_point("two")
    gone = LearningPointWithdrawn(point=used.id, reason="identifiable")
    for product in (a_draft(used, other), published().state):
        flagged = flag(product, gone, at())
        assert flagged.state.flagged == (used.id,)
        assert flag(flagged.state, gone, at()).state == flagged.state
    assert flag(a_draft(other), gone, at()).state.flagged == ()


def test_what_is_known_of_an_action_says_whether_it_held() -> None:
    """LD6: what did not help is shown as plainly."""
    action = some_id("action", "one")
    judged = ActionJudged(
        action=action,
        agencies=("police",),
        epoch=1,
        outcome=Judgement.ACCEPTED,
        effectiveness=Effectiveness.PRACTICE_CHANGED,
    )
    failed = RecheckRecorded(action=action, epoch=1, recheck=1, result=RecheckResult.NOT_SUSTAINED)
    again = ActionReopened(action=action, agencies=("police",), epoch=2, due=MONDAY.date())
    accepted = an_action(agreed("one"), judged)
    assert (accepted.status, accepted.effectiveness) == (ActionStatus.ACCEPTED, Effectiveness.PRACTICE_CHANGED)
    assert (accepted.held, accepted.reopened) == (None, 0)
    reopened = an_action(agreed("one"), judged, failed, again)
    assert (reopened.status, reopened.held, reopened.reopened) == (
        ActionStatus.IN_PROGRESS,
        RecheckResult.NOT_SUSTAINED,
        1,
    )
    assert an_action(agreed("one"), judged, ActionSustained(action=action, epoch=1)).status is ActionStatus.SUSTAINED


def test_what_was_heard_is_counted_once_a_group_and_service() -> None:
    fact = FeedbackSummarised(
        summary=some_id("summary"),
        period="2026-q1",
        source_group=SourceGroup.CHILD,
        service="school",
        theme="neglect",
        count=7,
    )
    heard = counted(counted(None, fact), fact.model_copy(update={"service": "health", "count": 9}))
    again = counted(heard, fact.model_copy(update={"count": 8}))
    assert (again.theme, again.period) == ("neglect", "2026-q1")
    assert set(again.counts) == {
        HeardFrom(source_group=SourceGroup.CHILD, service="school", count=8),
        HeardFrom(source_group=SourceGroup.CHILD, service="health", count=9),
    }
