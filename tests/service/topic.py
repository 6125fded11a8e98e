"""What lies on a service's topic now."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from contracts.events.catalogue import EVENTS
from contracts.events.envelope import Envelope, name_and_version, read_envelope
from contracts.events.event import Event
from local.deployment import Deployment
from local.waiting import eventually_async
from local.wire import records


@dataclass(frozen=True)
class Found:
    """A record, and the event that it is."""

    record: Any
    envelope: Envelope
    event: Event


async def told(deployment: Deployment, service: str, aggregate: str, *, until: Collection[type[Event]]) -> list[Found]:
    """The events of one aggregate, once each of `until` is among them."""

    async def all_there() -> list[Found]:
        found = [read(each) for each in await records(deployment, service) if each.key == aggregate.encode()]
        assert {type(each.event) for each in found} >= set(until)
        return found

    return await eventually_async(all_there, what=f"{[each.__name__ for each in until]} on the topic", every=0.1)


def read(record: Any) -> Found:
    envelope = read_envelope({name: value.decode() for name, value in record.headers})
    return Found(record, envelope, EVENTS[name_and_version(envelope.type)].model_validate_json(record.value))
