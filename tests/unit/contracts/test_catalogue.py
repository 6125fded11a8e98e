"""Every event is found by name and version, with who publishes it and who reads it."""

from contracts.events import action_tracking, catalogue, feedback_capture, learning_dissemination, review_registry
from contracts.events.event import Event


def test_every_event_of_the_modules_is_there() -> None:
    written = {
        each
        for module in (review_registry, action_tracking, feedback_capture, learning_dissemination)
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, Event) and each is not Event
    }
    assert set(catalogue.EVENTS.values()) == set(catalogue.PUBLISHERS) == written


def test_an_event_is_found_by_name_and_version() -> None:
    assert catalogue.find("FindingRecorded", 1) is review_registry.FindingRecorded
    assert catalogue.find("FindingRecorded", 9) is None
    assert catalogue.find("Unheard", 1) is None
    assert catalogue.known("FindingRecorded") == 1
    assert catalogue.known("Unheard") is None


def test_its_publisher_is_its_module_and_its_topic_that_of_the_publisher() -> None:
    assert catalogue.publisher(review_registry.FindingRecorded) == "review-registry"
    assert catalogue.topic(action_tracking.ActionAgreed) == "action-tracking"
    assert action_tracking.ActionAgreed in catalogue.published_by("action-tracking")
    assert action_tracking.ActionAgreed not in catalogue.published_by("review-registry")


def test_a_service_reads_what_the_events_say_also_from_itself() -> None:
    assert review_registry.FindingRecorded in catalogue.read_by("action-tracking")
    assert action_tracking.ObligationOpened in catalogue.read_by("action-tracking")
    assert review_registry.FindingRecorded in catalogue.read_by("review-registry"), "a theme spans reviews"
    assert review_registry.FindingRecorded not in catalogue.read_by("feedback-capture")


def test_a_later_version_keeps_its_name_on_the_wire() -> None:
    class FindingRecordedV2(Event):
        version = 2

    assert FindingRecordedV2.type() == "learning.FindingRecorded.v2"
    assert review_registry.FindingRecorded.type() == "learning.FindingRecorded.v1"
