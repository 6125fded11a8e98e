"""A service inside the test's own process: its real app on a real store, with no broker, no second process and no waiting.

Nothing happens by itself. `receive` delivers an event, and `drain` does all that is due until the service is quiet.
"""

import asyncio
import importlib
import json
from collections.abc import AsyncIterator, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import httpx
from aiokafka import ConsumerRecord
from typing_extensions import override

from contracts.events.catalogue import EVENTS, publisher
from contracts.events.envelope import Envelope, name_and_version, read_envelope
from contracts.events.event import Event
from contracts.framework.document import Framework
from local.deployment import Deployment
from local.parts.names import SERVICES, module
from local.wire import Wire, wire
from services.chassis.app import Service
from services.chassis.clock.sweep import Sweep
from services.chassis.messaging.inbox import Inbox
from services.chassis.messaging.relay import Relay
from services.chassis.settings import Settings
from services.chassis.store import outbox
from services.chassis.store.documents import LAST
from services.chassis.store.parked import TROUBLED
from tests.service.calling import Body, Caller, People

T = TypeVar("T")
Document = dict[str, Any]
COLLECTIONS = ("aggregates", "history", "set_aside", "parked", "meta", "editions", "keys", "erased", "reads")
PARTITION = 0
EARLIER = dict(
    zip(SERVICES, [f"https://{each}.example" for each in ("registry", "actions", "feedback", "learning")], strict=True)
)
"""Addresses that the services had earlier, for links in events that a test delivers."""
TURNS = 100
"""Far more than any service needs until it is quiet."""


@dataclass(frozen=True)
class Emitted:
    """An event that the service emitted, and the record that it went out as."""

    record: Wire
    envelope: Envelope
    event: Event


class Component:
    """One service. It answers calls as `People` do: `tracking("decider", agency="...").post(path, body)`."""

    def __init__(self, name: str, deployment: Deployment) -> None:
        self.name, self.deployment, self.clock = name, deployment, deployment.clock
        self._runner = asyncio.Runner(loop_factory=asyncio.new_event_loop)
        self.service = built(name, deployment)
        self.room, self.app = self.service.room, self.service.app
        self.framework = self.room.framework
        del self.service.host.checks["broker"]  # its readiness asks for none
        self.client = httpx.Client(base_url="http://component", transport=Inside(self))
        self.people = People(deployment, self.client)
        self._begin()

    def __call__(self, *roles: str, agency: str = "", person_ref: str = "", **claims: Any) -> Caller:
        return self.people(*roles, agency=agency, person_ref=person_ref, **claims)

    def anybody(self) -> Caller:
        """Returns a caller without a token."""
        return Caller(self.client, "")

    def call(self, role: str, agency: str, method: str, path: str, body: Body | None = None) -> httpx.Response:
        """Sends one request as a person with this role."""
        caller = self(role, agency=agency)
        return caller.post(path, body) if method == "POST" else caller.get(path)

    def receive(self, event: Event, aggregate: str, number: int, at: datetime | None = None) -> None:
        """Delivers an event of another service, or of this one, and lets the service react to it. At present domain time."""
        self.deliver(publisher(type(event)), wire(event, aggregate, number, at or self.clock.now()))

    def deliver(self, topic: str, *records: Wire) -> None:
        """Delivers records as they lie on a topic, in one batch."""
        self.run(self._deliver([(topic, record) for record in records]))

    def drain(self, *, with_trouble: bool = False) -> None:
        """Relays, reacts and rings until nothing is left to do. Fails if a record can never work, unless trouble is wanted."""
        self.run(self._drain())
        assert with_trouble or not (stuck := self.troubled()), stuck

    def emitted(self, aggregate: str | None = None) -> list[Emitted]:
        """Returns what the service has emitted, or what one of its aggregates has, in order. Call `drain` first."""
        return [each for each in self._emitted if aggregate in (None, each.envelope.partitionkey)]

    def troubled(self) -> list[Document]:
        """Returns the parked records that wait for a person, without bodies."""
        return [each for each in self.stored("parked") if each["status"] == TROUBLED]

    def stored(self, collection: str = "aggregates") -> list[Document]:
        """Returns all that the service has stored in a collection."""
        return self.run(self._stored(collection))

    def opened(self) -> list[Document]:
        """Returns all documents, with the sealed fields of their states opened."""
        return self.run(self._opened())

    def forget(self, collection: str) -> None:
        """Empties a collection."""
        self.run(self._emptied(collection))

    def restart_under(self, framework: Framework) -> None:
        """Restarts the service under other settings, on what it has stored."""
        self.room.framework, self.room.editions = framework, {}
        self.run(self.service.keep_edition())
        self.sweep = Sweep(self.room, self.service.settings.poll_seconds, self.service.after_ring, self.service.measures)

    def messages(self) -> list[str]:
        """Returns the text of every message that the service has sent to people."""
        folder = self.deployment.folder / "notices" / self.name
        return [each.read_text() for each in sorted(folder.glob("*.txt"))]

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Runs a coroutine in the service's own loop, such as one that asks its store."""
        return self._runner.run(work)

    def empty(self) -> None:
        """Forgets everything, and moves the clock and the settings back."""
        self.clock.reset()
        for each in (self.deployment.folder / "notices" / self.name).glob("*"):
            each.unlink()
        self.run(self._empty())
        self._begin()

    def close(self) -> None:
        self.client.close()
        self.service.store.close()
        self._runner.close()

    # -- how

    def _begin(self) -> None:
        service, settings = self.service, self.service.settings
        self._emitted: list[Emitted] = []
        self._own: list[tuple[str, Wire]] = []
        """What came out on the service's own topic, and was not read yet."""
        self._offset = 0
        self.people.appointed.clear()
        self.inbox = Inbox(
            self.room, service.reactions, service.parking, service.trust(), patience=5, largest=settings.largest_event
        )
        self.inbox.assigned = lambda: frozenset((topic, PARTITION) for topic in service.listens)
        self.relay = Relay(service.store, self, self.name, settings.poll_seconds)
        self.sweep = Sweep(self.room, settings.poll_seconds, service.after_ring, service.measures)

    async def send_and_wait(self, topic: str, body: bytes, *, key: bytes, headers: list[tuple[str, bytes]]) -> None:
        """Takes an event from the relay, in the place of a producer."""
        record = Wire(key, tuple(headers), body)
        envelope = read_envelope({name: value.decode() for name, value in headers})
        self._emitted.append(Emitted(record, envelope, EVENTS[name_and_version(envelope.type)].model_validate_json(body)))
        if topic in self.service.listens:
            self._own.append((topic, record))

    async def _deliver(self, records: list[tuple[str, Wire]]) -> None:
        batch: list[ConsumerRecord[Any, Any]] = []
        for topic, each in records:
            self._offset += 1
            at = (topic, PARTITION, self._offset, 0, 0)
            batch.append(
                ConsumerRecord(*at, each.key, each.body, None, len(each.key or b""), len(each.body or b""), each.headers)
            )
        await self.inbox.on_batch(batch)

    async def _drain(self) -> None:
        for _ in range(TURNS):
            if self._own:
                own, self._own = self._own, []
                await self._deliver(own)
            for lane in await self.inbox.parking.ready(self.inbox.assigned(), LAST):
                await self.inbox._drain(lane)
            rung = await self.sweep.turn()
            if not rung and not self._own and not await outbox.pending(self.service.store, LAST, LAST, 1):
                return
            await self.relay.flush()
        raise AssertionError(f"{self.name} is not quiet after {TURNS} turns")

    async def _stored(self, collection: str) -> list[Document]:
        found = getattr(self.service.store, collection).find({}).sort("_id", 1)
        return [each async for each in found]

    async def _opened(self) -> list[Document]:
        records, store = await self._stored("aggregates"), self.service.store
        for record in records:
            await store.read(store.kinds[record["kind"]], [record])
        return records

    async def _empty(self) -> None:
        for each in COLLECTIONS:
            await self._emptied(each)
        self.service.store.data_keys.kept.clear()
        await self.service.store.open()
        self.room.framework, self.room.editions = self.framework, {}
        await self.service.keep_edition()

    async def _emptied(self, collection: str) -> None:
        await getattr(self.service.store, collection).delete_many({})


class _Chunks(httpx.AsyncByteStream):
    """The body of a request in the pieces in which it was sent."""

    def __init__(self, stream: Any) -> None:
        self.chunks = list(stream)

    @override
    async def __aiter__(self) -> AsyncIterator[bytes]:
        for each in self.chunks:
            yield each


class Inside(httpx.BaseTransport):
    """Calls the app in the component's loop, without a socket."""

    def __init__(self, component: Component) -> None:
        self.component, self.app = component, httpx.ASGITransport(component.app)

    @override
    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self.component.run(self._answer(request))

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        chunks = _Chunks(request.stream)
        answer = await self.app.handle_async_request(
            httpx.Request(request.method, request.url, headers=request.headers, stream=chunks)
        )
        return httpx.Response(answer.status_code, headers=answer.headers, content=await answer.aread())


def built(name: str, deployment: Deployment) -> Service:
    """Returns the service as its own process builds it, from the settings that the process would have."""
    environment: Mapping[str, str] = deployment.environment(name)
    settings = {
        key.removeprefix("LEARNING_").lower(): value for key, value in environment.items() if key.startswith("LEARNING_")
    }
    service: Service = importlib.import_module(module(name)).build(Settings(**settings))  # type: ignore[arg-type]  # read as text
    return service


class Connected(Mapping[str, Component]):
    """All four services. Each hears what the others emit when they are drained together."""

    def __init__(self, components: Mapping[str, Component]) -> None:
        self._components = components
        self._handed_over = dict.fromkeys(components, 0)

    @override
    def __getitem__(self, name: str) -> Component:
        return self._components[name]

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(self._components)

    @override
    def __len__(self) -> int:
        return len(self._components)

    def drain(self, *, with_trouble: bool = False) -> None:
        """Drains every service, and hands over what each has emitted, until all are quiet."""
        while True:
            for each in self.values():
                each.drain(with_trouble=with_trouble)
            new = [(name, record) for name in self for record in self._new_of(name)]
            if not new:
                return
            for name, record in new:
                for each in self.values():
                    if each.name != name and name in each.service.listens:
                        each.deliver(name, record)

    def _new_of(self, name: str) -> list[Wire]:
        emitted = self[name].emitted()
        new, self._handed_over[name] = emitted[self._handed_over[name] :], len(emitted)
        return [each.record for each in new]


class Components:
    """The services of one test process, each built once, on one store."""

    def __init__(self, deployment: Deployment) -> None:
        self.deployment = deployment
        self._built: dict[str, Component] = {}

    def emptied(self, name: str) -> Component:
        """Returns the service with nothing stored."""
        if name not in self._built:
            self._built[name] = Component(name, self.deployment)
        self._built[name].empty()
        return self._built[name]

    def connected(self) -> Connected:
        """Returns all four services with nothing stored, each of which hears the others."""
        return Connected({name: self.emptied(name) for name in SERVICES})

    def close(self) -> None:
        for each in self._built.values():
            each.close()


@contextmanager
def components() -> Iterator[Components]:
    """A store of its own, for the services that are asked for."""
    with Deployment(services=(), broker=False) as deployment:
        addresses = {each: [deployment.url(each), earlier] for each, earlier in EARLIER.items()}
        deployment.settings["service_urls"] = json.dumps(addresses)
        found = Components(deployment)
        try:
            yield found
        finally:
            found.close()
