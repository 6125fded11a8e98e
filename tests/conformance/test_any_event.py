"""Every event that a service reacts to takes effect once, whatever it says."""

import importlib
import re
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from contracts.events.catalogue import publisher
from contracts.events.event import Event
from contracts.events.origin import decided_by
from local.parts.names import SERVICES, module
from local.wire import wire
from services.chassis.room.tables import Reactions
from tests.component.harness import EARLIER, Component, Components, Connected
from tests.support.any_event import event_of

FEW = settings(
    max_examples=3,
    derandomize=True,
    database=None,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


def reactions_of(service: str) -> list[type[Event]]:
    found: Reactions = importlib.import_module(module(service)).REACTIONS
    return sorted(found, key=lambda each: each.type())


AN_ID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
REACTIONS = [(service, event) for service in SERVICES for event in reactions_of(service)]


def kept(service: Component) -> list[tuple[str, int, Any]]:
    """Returns the id, version and state of every document."""
    return [(each["_id"], each["version"], each["state"]) for each in service.stored()]


def about_something_new(event: Event) -> Event:
    """Returns the event with ids that nothing else has, and links that lead to its own service."""
    ids = {name: str(uuid4()) for name, value in event if isinstance(value, str) and AN_ID.fullmatch(value)}
    links = {name: f"{EARLIER[publisher(type(event))]}/{uuid4()}" for name in type(event).model_fields if name == "link"}
    return event.model_copy(update=ids | links)


@pytest.fixture(scope="module")
def noisy(apart: Components) -> Connected:
    return apart.connected()


@pytest.mark.parametrize(("name", "event"), REACTIONS, ids=lambda each: each if isinstance(each, str) else each.__name__)
def test_event_of_any_content_takes_effect_once(name: str, event: type[Event], noisy: Connected) -> None:
    """An event of its form never troubles the service, and its repeats change nothing."""
    service = noisy[name]

    @FEW
    @given(emitted=event_of(event))
    def once(emitted: Event) -> None:
        new = about_something_new(emitted)
        record = wire(new, decided_by(new) or str(uuid4()), 1)
        service.deliver(publisher(event), record)
        after = kept(service)
        service.deliver(publisher(event), record, record)
        assert kept(service) == after
        assert service.troubled() == []

    once()
