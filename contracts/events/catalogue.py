"""Every event there is: its class by name and version, who publishes it and who reads it (spec: events.md)."""

from collections.abc import Mapping
from types import MappingProxyType, ModuleType

from contracts.events import action_tracking, feedback_capture, learning_dissemination, review_registry
from contracts.events.event import Event

MODULES: tuple[ModuleType, ...] = (review_registry, action_tracking, feedback_capture, learning_dissemination)
"""One a service that publishes."""

SERVICES = ("review-registry", "action-tracking", "feedback-capture", "learning-dissemination")


def service_of(module: ModuleType) -> str:
    """`contracts.review_registry` -> `review-registry`."""
    return module.__name__.rsplit(".", 1)[-1].replace("_", "-")


def events_in(module: ModuleType) -> tuple[type[Event], ...]:
    """The event classes written in a module, in their order there."""
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
"""By name and version."""


def find(name: str, version: int) -> type[Event] | None:
    """The class of an event, unless it is unknown here."""
    return EVENTS.get((name, version))


def known(name: str) -> int | None:
    """The highest version that is known of an event, if any is."""
    return max((version for each, version in EVENTS if each == name), default=None)


def publisher(event: type[Event]) -> str:
    """The service that makes it known."""
    return PUBLISHERS[event]


def topic(event: type[Event]) -> str:
    """The topic it goes to, before the deployment's prefix and generation: one a service."""
    return publisher(event)


def published_by(service: str) -> tuple[type[Event], ...]:
    return tuple(event for event, its in PUBLISHERS.items() if its == service)


def read_by(service: str) -> tuple[type[Event], ...]:
    """What a service acts on, from every topic; its own included where a rule spans aggregates."""
    return tuple(event for event in PUBLISHERS if service in event.reads)
