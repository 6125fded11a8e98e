"""One process of one service: its parts started in order, and stopped so that nothing is lost."""

import asyncio
import logging
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import uvicorn
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError, TopicAlreadyExistsError, for_code
from fastapi import APIRouter, Depends, FastAPI
from faststream.kafka import KafkaBroker
from pydantic import ValidationError

from contracts.framework.bank_holidays import closed_days
from contracts.framework.file import WrongFramework, load
from services.chassis.channels.folder import folder
from services.chassis.clock.now import movable, real_now
from services.chassis.clock.sweep import Sweep
from services.chassis.http.commands import mount
from services.chassis.http.identity import Identity
from services.chassis.http.limits import Limits
from services.chassis.http.listings import only_declared
from services.chassis.http.openapi import Described
from services.chassis.http.refusals import install
from services.chassis.http.story import story_routes
from services.chassis.http.views import Views
from services.chassis.messaging.inbox import Inbox
from services.chassis.messaging.parking import Parking
from services.chassis.messaging.relay import Relay
from services.chassis.messaging.republish import republish
from services.chassis.operators.console import Console, operate, read_arguments
from services.chassis.operators.health import health
from services.chassis.operators.http import parked_routes
from services.chassis.operators.restore import Place
from services.chassis.privacy.keyring import read_keyring
from services.chassis.room.room import Room
from services.chassis.room.tables import AfterRing, Command, Reactions
from services.chassis.settings import Settings
from services.chassis.store import history
from services.chassis.store.documents import Store, Unavailable
from services.chassis.store.kinds import Kind
from services.chassis.telemetry.logs import log, log_fault
from services.chassis.telemetry.start import start_telemetry, stop_telemetry

PATIENCE = 60
"""Seconds in which a service that starts waits for its store and broker."""
PARTING = 5
"""Seconds that a request under way has at a stop: one whose caller is gone was seen to hold the process for ten."""


class Service:
    """A service's parts put together, before it runs: `app` is what serves, `room` what its routes are built on."""

    def __init__(self, name: str, kinds: Sequence[Kind], settings: Settings) -> None:
        self.settings, self.name = settings, name
        framework = load(settings.framework)
        self.keyring = read_keyring(settings.keys)
        self.store = Store(settings.store, kinds, timeout_seconds=settings.store_timeout_seconds)
        self.room = Room(
            name=name,
            store=self.store,
            framework=framework,
            holidays=closed_days(framework.calendar),
            now=movable(settings.clock) if settings.clock else real_now,
            real=real_now,
            keyring=self.keyring,
            channel=folder(settings.notices) if settings.notices else None,
            url=settings.public_url,
            backlog=settings.backlog,
            largest_event=settings.largest_event,
        )
        self.parking = Parking(self.store, self.keyring)
        self.app = Described(
            title=name,
            version="1",
            lifespan=self._running,
            redirect_slashes=False,
            telemetry={"tracing": False, "logs": False},  # it would write addresses, questions and exceptions as they came
        )
        self.app.state.identity = Identity(settings)
        self.app.add_middleware(Limits, largest=settings.largest_request)  # type: ignore[arg-type, unused-ignore]
        install(self.app)
        self.listens: tuple[str, ...] = ()
        self.reactions: Reactions = {}
        self.acts: Mapping[str, AfterRing] = {}

    def people(self, commands: Sequence[Command], views: Views, queries: APIRouter) -> None:
        """The first door: every command a POST, and the queries."""
        router = APIRouter()
        mount(router, self.room, commands, views)
        for each in (router, queries, story_routes(self.room), parked_routes(self.parking, self.store), health(self)):
            self.app.include_router(each, dependencies=[Depends(only_declared)])

    def events(self, topics: Sequence[str], reactions: Reactions) -> None:
        """The second door."""
        self.listens, self.reactions = tuple(topics), reactions

    def clock(self, acts: Mapping[str, AfterRing]) -> None:
        """The third door: every kind rings its alarms; `acts` follow a ring in the world."""
        self.acts = acts

    def topic(self, name: str) -> str:
        generation = f".g{self.settings.generation}" if self.settings.generation > 1 else ""
        return f"{self.settings.topic_prefix}{name}{generation}"

    def group(self) -> str:
        """Of all its replicas, at the broker."""
        return self.topic(f"{self.name}-inbox")

    def last_turns(self) -> dict[str, float]:
        """Of each loop, on the monotonic clock."""
        inbox = self.inbox
        return {
            "sweep": self.sweep.last_turn,
            "relay": self.relay.last_turn,
            "inbox": inbox.last_step(),
            "drain": inbox.drained,
        }

    async def broker_answers(self) -> None:
        """Raises while it does not, or while it has given this process nothing to read."""
        await asyncio.wait_for(self.producer.client.fetch_all_metadata(), 5)
        if not self.inbox.assigned():
            raise LookupError("no partition is assigned")

    def console(self) -> Console:
        """What an operator's task works on."""
        listens = [self.topic(name) for name in self.listens]
        place = Place(self.settings.broker, self.topic(self.name), listens, self.group())
        return Console(self.room, self.parking, self._new_producer, place)

    def _new_producer(self) -> AIOKafkaProducer:
        return AIOKafkaProducer(
            bootstrap_servers=self.settings.broker,
            acks="all",
            enable_idempotence=self.settings.idempotent_producer,
            request_timeout_ms=int(self.settings.broker_timeout_seconds * 1000),
        )

    @asynccontextmanager
    async def _running(self, _: FastAPI) -> AsyncIterator[None]:
        """Started: store, producer, relay, inbox, clock. Stopped the other way round, the relay after all that may save."""
        settings = self.settings
        async with AsyncExitStack() as stack:
            stack.callback(self.store.close)
            await _patiently("store", self.store.open)
            await _patiently("broker", self._make_topics)
            self.producer = self._new_producer()
            await self.producer.start()
            stack.push_async_callback(self.producer.stop)
            await self._republish_to_a_new_generation()

            self.relay = Relay(self.store, self.producer, self.topic(self.name), settings.poll_seconds)
            self.room.saved = self.relay.wake
            stack.push_async_callback(_quietly, self.relay.flush)
            await stack.enter_async_context(_beside("relay", self.relay.run))

            self.inbox = Inbox(
                self.room, self.reactions, self.parking, patience=settings.lane_patience_seconds, largest=settings.largest_event
            )
            broker = KafkaBroker(settings.broker, logger=logging.getLogger("inbox"), graceful_timeout=40)
            self.inbox.subscribe(
                broker,
                [self.topic(name) for name in self.listens],
                self.group(),
                session_seconds=settings.group_session_seconds,
            )
            stack.push_async_callback(broker.stop)
            await stack.enter_async_context(_beside("inbox", lambda: _patiently("broker", broker.start)))

            self.sweep = Sweep(self.room, settings.poll_seconds, self.acts)
            await stack.enter_async_context(_beside("sweep", self.sweep.run))
            await stack.enter_async_context(_beside("drain", lambda: self.inbox.drain(settings.poll_seconds)))
            log.info("%s is running", self.name)
            yield
            log.info("%s stops", self.name)

    async def _make_topics(self) -> None:
        admin = AIOKafkaAdminClient(bootstrap_servers=self.settings.broker)
        await admin.start()
        try:
            names = {self.topic(name) for name in (self.name, *self.listens)}
            new = [NewTopic(name, self.settings.partitions, self.settings.replication) for name in sorted(names)]
            response = await admin.create_topics(new)
            for _, code, *_ in response.topic_errors:
                if code not in (0, TopicAlreadyExistsError.errno):
                    raise for_code(code)
        finally:
            await admin.close()

    async def _republish_to_a_new_generation(self) -> None:
        """A broker that lost its topics is filled again from history, before anything new is sent: order is kept."""
        if await history.generation(self.store) >= self.settings.generation:
            return
        sent = sum([events async for _, events in republish(self.store, self.producer, self.topic(self.name))])
        await history.published_in_full(self.store, self.settings.generation)
        log.info("%s re-published %d events to generation %d", self.name, sent, self.settings.generation)


@asynccontextmanager
async def _beside(name: str, work: Callable[[], Awaitable[None]]) -> AsyncIterator[None]:
    """Work beside the requests, until it is done. A fault of ours in it is logged, and it starts again."""

    async def supervised() -> None:
        while True:
            try:
                return await work()
            except Exception as fault:  # noqa: BLE001 - a loop that ends in silence is worse
                log_fault(logging.ERROR, f"{name}: failed and starts again", fault)
            await asyncio.sleep(1)

    task = asyncio.create_task(supervised())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _patiently(part: str, work: Callable[[], Awaitable[None]]) -> None:
    """Waits for a part that is not there yet; gives up with its fault."""
    for attempt in range(PATIENCE):
        try:
            await work()
        except (Unavailable, KafkaError, OSError) as fault:
            if attempt == PATIENCE - 1 or not getattr(fault, "retriable", True):
                raise
            log_fault(logging.WARNING, f"{part} is not there yet", fault)
            await asyncio.sleep(1)
        else:
            return


async def _quietly(work: Callable[[], Awaitable[Any]]) -> None:
    """At a stop: what does not work now is done by whoever starts next."""
    try:
        await asyncio.wait_for(work(), 10)
    except (TimeoutError, Unavailable, KafkaError, OSError) as fault:
        log_fault(logging.WARNING, "stopping: left for the next start", fault)


def run(name: str, build: Callable[[Settings], Service]) -> None:
    """Serves until told to stop; with arguments, does what an operator asks (`operate`). A wrong environment or a wrong
    settings document ends it at once, naming every fault."""
    asked = read_arguments(name, sys.argv[1:])
    try:
        settings = Settings()
        if not asked.task:
            start_telemetry(name, settings.spans, settings.otlp)
        service = build(settings)
    except ValidationError as fault:
        lines = [f"  LEARNING_{'_'.join(map(str, each['loc'])).upper()}: {each['msg']}" for each in fault.errors()]
        raise SystemExit("\n".join([f"{name} cannot start, its environment is wrong:", *lines])) from None
    except (WrongFramework, ValueError, OSError) as fault:
        raise SystemExit(f"{name} cannot start: {fault}") from None
    if asked.task:
        raise SystemExit(operate(service.console(), asked))
    uvicorn.run(
        service.app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=PARTING,
        server_header=False,
    )
    stop_telemetry()
