"""Making learning points from each kind of source (LD1, R7)."""

import pytest
from hypothesis import given

from contracts.events.feedback_capture import ReplyPublished
from contracts.events.review_registry import LearningReleased
from services.chassis.rules.decisions import derived
from services.learning_dissemination.domain.point.making import of_action, of_finding, of_recurrence, of_reply
from services.learning_dissemination.domain.point.state import LearningPoint, PointSource, point_id, threads
from tests.builders.given import some_id
from tests.builders.learning_dissemination import HASH, a_point, agreed, an_action, recurred
from tests.support.any_event import event_of

REPLY = ReplyPublished(
    reply=some_id("reply"),
    theme="neglect",
    findings=(some_id("finding", "one"),),
    link="https://feedback.example/replies/one",
    sha256=HASH,
)


@given(event_of(LearningReleased))
def test_released_finding_makes_a_point_with_a_link_to_its_text(fact: LearningReleased) -> None:
    point = of_finding(fact)
    assert point.id == derived("point", fact.source)
    assert (point.source, point.source_id, point.findings) == (PointSource.FINDING, fact.source, (fact.source,))
    assert (point.kind, point.themes, point.review) == (fact.kind, fact.themes, fact.review)
    assert (point.link, point.sha256, point.withdrawn) == (fact.link, fact.sha256, None)


def test_reply_makes_a_point_about_the_findings_it_answers() -> None:
    point = of_reply(REPLY)
    assert (point.id, point.source, point.themes) == (point_id(REPLY.reply), PointSource.REPLY, ("neglect",))
    assert (point.findings, point.link, point.sha256) == (REPLY.findings, REPLY.link, HASH)


def test_recurrence_makes_a_point_beside_that_of_its_finding() -> None:
    fact = recurred("three", "two", "one")
    point = of_recurrence(fact)
    assert point.id == derived("point", "recurrence", "neglect", fact.finding) != point_id(fact.finding)
    assert point.findings == (fact.finding, *fact.earlier_findings)


def test_action_makes_a_point_about_its_findings() -> None:
    point = of_action(an_action(agreed("one", "two")))
    assert (point.id, point.source) == (point_id(some_id("action", "one", "two")), PointSource.ACTION)
    assert (point.themes, point.findings) == (("neglect",), (some_id("finding", "one"), some_id("finding", "two")))


@pytest.mark.parametrize(
    "point", [a_point(), of_reply(REPLY), of_recurrence(recurred("two", "one")), of_action(an_action(agreed("one")))]
)
def test_point_threads_begin_with_its_findings(point: LearningPoint) -> None:
    assert threads(point)[: len(point.findings)] == point.findings
    assert point.id in threads(point)
