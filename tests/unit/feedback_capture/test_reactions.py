"""Feedback capture reacts to each event that it reads, from each topic that has one."""

from contracts.events.catalogue import publisher, read_by
from services.feedback_capture.reactions import LISTENS_TO, REACTIONS


def test_each_event_read_has_a_reaction() -> None:
    assert set(REACTIONS) == set(read_by("feedback-capture"))


def test_every_topic_with_an_event_read_is_listened_to() -> None:
    assert {publisher(event) for event in REACTIONS} == set(LISTENS_TO)
