"""The catalogue of events: each class by name and version, its publisher and its readers."""

from collections.abc import Mapping
from types import MappingProxyType, ModuleType

from contracts.events import action_tracking, feedback_capture, learning_dissemination, review_registry
from contracts.events.event import Event

MODULES: tuple[ModuleType, ...] = (review_registry, action_tracking, feedback_capture, learning_dissemination)
"""Services that publish, one per module."""

SERVICES = ("review-registry", "action-tracking", "feedback-capture", "learning-dissemination")


def service_of(module: ModuleType) -> str:
    """Returns `review-registry` for `contracts.events.review_registry`."""
    return module.__name__.rsplit(".", 1)[-1].replace("_", "-")


def events_in(module: ModuleType) -> tuple[type[Event], ...]:
    """Returns the event classes of a module, in their order."""
    return tuple(
        each
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, Event) and each.__module__ == module.__name__
    )


PUBLISHERS: Mapping[type[Event], str] = MappingProxyType(
    {event: service_of(module) for module in MODULES for event in events_in(module)}
)
EVENTS: Mapping[tuple[str, int], type[Event]] = MappingProxyType(
    {(each.wire_name(), each.version): each for each in PUBLISHERS}
)
"""Event classes by name and version."""

DISCARDED_BY_TWO: frozenset[type[Event]] = frozenset({
    review_registry.FindingRecorded,
    action_tracking.ObligationOpened,
    action_tracking.ObligationAnswered,
    action_tracking.ObligationReopened,
    action_tracking.ObligationOverdue,
    action_tracking.NoActionProposed,
    action_tracking.NoActionRefused,
    feedback_capture.ImmediateConcernRaised,
    feedback_capture.ImmediateConcernTaken,
    feedback_capture.ImmediateConcernNotTaken,
    feedback_capture.ImmediateConcernNotConcluded,
    feedback_capture.ImmediateConcernConcluded,
})  # fmt: skip
"""Events about a concern or an obligation. An operator alone never discards one (docs/decisions/0039)."""


def find(name: str, version: int) -> type[Event] | None:
    """Returns the class of an event, or None if it is unknown."""
    return EVENTS.get((name, version))


def known(name: str) -> int | None:
    """Returns the highest known version of an event, if any."""
    return max((version for each, version in EVENTS if each == name), default=None)


def publisher(event: type[Event]) -> str:
    """Returns the service that emits an event."""
    return PUBLISHERS[event]


def topic(event: type[Event]) -> str:
    """Returns the topic of an event, one per service, without the deployment's prefix and generation."""
    return publisher(event)


def published_by(service: str) -> tuple[type[Event], ...]:
    return tuple(event for event, its in PUBLISHERS.items() if its == service)


def read_by(service: str) -> tuple[type[Event], ...]:
    """Returns the events that a service acts on, from every topic.

    It includes the service's own, if a rule spans aggregates.
    """
    return tuple(event for event in PUBLISHERS if service in event.reads)
