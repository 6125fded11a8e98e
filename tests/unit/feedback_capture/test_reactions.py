"""Every event that feedback capture reads is acted upon, and its own services are all listened to."""

from contracts.events.catalogue import publisher, read_by
from services.feedback_capture.reactions import LISTENS_TO, REACTIONS


def test_what_it_reads_is_what_it_acts_on() -> None:
    assert set(REACTIONS) == set(read_by("feedback-capture"))


def test_it_listens_to_all_who_publish_that() -> None:
    assert {publisher(event) for event in REACTIONS} == set(LISTENS_TO)
