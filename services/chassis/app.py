"""Runs one process of one service: starts its parts in order, and stops them so that nothing is lost."""

import asyncio
import logging
import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from functools import partial

import uvicorn
from fastapi import APIRouter
from pydantic import ValidationError
from starlette.middleware import Middleware

from contracts.framework.bank_holidays import closed_days
from contracts.framework.file import WrongFramework, load
from contracts.vocabulary.types import Code
from services.chassis.channels.folder import folder
from services.chassis.clock.now import movable, real_now
from services.chassis.clock.sweep import Sweep
from services.chassis.host import Host, beside, patiently, within
from services.chassis.http.commands import mount
from services.chassis.http.connections import serving
from services.chassis.http.disposing import disposal_routes
from services.chassis.http.read_log import ReadLog, Recorded
from services.chassis.http.reads import read_routes
from services.chassis.http.story import story_routes
from services.chassis.http.views import Views
from services.chassis.messaging.connection import connection
from services.chassis.messaging.inbox import Inbox
from services.chassis.messaging.parking import Parking, measure_parked
from services.chassis.messaging.publisher import Publisher
from services.chassis.messaging.refused import connect
from services.chassis.messaging.relay import Relay
from services.chassis.messaging.republish import republish
from services.chassis.messaging.topics import Shape, administering, owner_of, prepare
from services.chassis.messaging.trust import Trust
from services.chassis.messaging.watching import Watch
from services.chassis.operators.console import Console, operate, read_arguments
from services.chassis.operators.http import parked_routes
from services.chassis.operators.place import Place
from services.chassis.privacy.keyring import read_keyring
from services.chassis.room.forgetting import remove_old_reads
from services.chassis.room.room import Room, learn_editions
from services.chassis.room.tables import AfterRing, Command, Measure, Reactions
from services.chassis.rules.agencies import also_acts_for
from services.chassis.rules.calendar import day_of
from services.chassis.settings import Settings
from services.chassis.store import editions, history
from services.chassis.store.documents import Store
from services.chassis.store.kinds import Kind
from services.chassis.telemetry.logs import log
from services.chassis.telemetry.start import start_telemetry, stop_telemetry

PARTING = 5
"""Seconds that a stop leaves to running requests. A request whose caller had gone once held the process for ten."""
LAST_BATCH, LEAVING, FLUSHING, HANGING_UP = 10, 5, 5, 2
"""Seconds that a stop leaves to the batch in hand, to the farewell to the group, to unsent events, and to a producer.

A batch cut short is delivered again.
"""
LONGEST_STOP = 24
"""Seconds of a stop besides `PARTING`, so that it ends before the 30 seconds after which orchestrators kill."""


class Service:
    """A service's parts put together, before it runs. Its routes are built on `room`."""

    def __init__(self, name: str, kinds: Sequence[Kind], settings: Settings) -> None:
        self.settings, self.name = settings, name
        framework = load(settings.framework)
        self.keyring = read_keyring(settings.keys, guarded=settings.profile != "local")
        self.store = Store(settings.store, kinds, self.keyring, timeout_seconds=settings.store_timeout_seconds)
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
        self.connection = connection(settings, name)
        self.parking = Parking(self.store, self.keyring, settings.parked)
        self.host = Host(name, settings)
        self.app = self.host.app
        self.app.state.identity.agencies = self._agencies
        self.app.state.identity.also_acts_for = self._also_acts_for
        self.host.parts = [self._storing, self._publishing, self._listening, self._ringing]
        self.host.checks |= {"store": self.store.ping, "broker": self.broker_answers}
        self.listens: tuple[str, ...] = ()
        self.reactions: Reactions = {}
        self.after_ring: Mapping[str, AfterRing] = {}
        self.measures: Sequence[Measure] = ()

    def people(self, commands: Sequence[Command], views: Views, queries: APIRouter, recorded: Recorded) -> None:
        """Opens the first door: every command a POST, and the queries. Reads of the routes in `recorded` are recorded."""
        router = APIRouter()
        mount(router, self.room, commands, views)
        common = (story_routes(self.room), parked_routes(self.parking, self.store))
        about_people = (read_routes(self.room), disposal_routes(self.room)) if recorded else ()
        self.host.serve(router, queries, *common, *about_people)
        innermost = Middleware(ReadLog, room=self.room, recorded=recorded)  # type: ignore[arg-type, unused-ignore]
        self.app.user_middleware.append(innermost)

    def events(self, topics: Sequence[str], reactions: Reactions) -> None:
        """Opens the second door: the topics that the service reads, and its reactions."""
        self.listens, self.reactions = tuple(topics), reactions

    def clock(self, after_ring: Mapping[str, AfterRing], measures: Sequence[Measure] = ()) -> None:
        """Opens the third door: every kind rings its alarms, and `after_ring` acts in the world by kind."""
        self.after_ring, self.measures = after_ring, (*measures, measure_parked, remove_old_reads)

    def _agencies(self) -> frozenset[Code]:
        """Returns the agencies that a token may name."""
        return self.room.agencies

    def _also_acts_for(self, agency: Code) -> frozenset[Code]:
        """Returns the agencies that people of this one act for today besides it."""
        framework = self.room.framework
        return also_acts_for(agency, framework, day_of(self.room.now(), framework.partnership.timezone))

    def topic(self, name: str) -> str:
        generation = f".g{self.settings.generation}" if self.settings.generation > 1 else ""
        return f"{self.settings.topic_prefix}{name}{generation}"

    def trust(self) -> Trust:
        """Returns the surroundings that every event must fit."""
        settings = self.settings
        owner = partial(owner_of, prefix=settings.topic_prefix)
        ahead = timedelta(seconds=settings.event_ahead_seconds)
        return Trust(owner, settings.service_urls, ahead, settings.sequence_gap)

    def group(self) -> str:
        """Returns the consumer group that all replicas of the service share."""
        return self.topic(f"{self.name}-inbox")

    async def broker_answers(self) -> None:
        """Raises while the broker does not answer, or this process does not read every topic."""
        await asyncio.wait_for(self.publisher.answers(), 5)
        self.watch.check()

    def console(self) -> Console:
        """Returns what an operator's task works on."""
        listens = [self.topic(name) for name in self.listens]
        place = Place(self.connection, self.room.source, self.topic(self.name), listens, self.group())
        return Console(self.room, self.parking, self._publisher, place)

    def _publisher(self) -> Publisher:
        make = partial(self.connection.producer, idempotent=self.settings.idempotent_producer)
        return Publisher(make, self.settings.broker_timeout_seconds)

    async def keep_edition(self) -> None:
        """Keeps the edition of the settings that this process runs under, and reads the earlier ones."""
        await editions.keep(self.store, self.room.framework)
        await learn_editions(self.room)

    @asynccontextmanager
    async def _storing(self) -> AsyncIterator[None]:
        try:
            await patiently("store", self.store.open)
            await patiently("store", self.keep_edition)
            yield
        finally:
            self.store.close()

    @asynccontextmanager
    async def _publishing(self) -> AsyncIterator[None]:
        """Runs the relay. It stops after everything that may save, and first sends what is left."""
        await patiently("broker", self._prepare_topics)
        self.publisher = self._publisher()
        async with AsyncExitStack() as stack:
            stack.push_async_callback(within, HANGING_UP, self.publisher.stop)
            await patiently("broker", self.publisher.start)
            await patiently("broker", self._republish_to_a_new_generation)
            self.relay = Relay(self.store, self.publisher, self.topic(self.name), self.settings.poll_seconds)
            self.room.saved = self.relay.wake
            self.host.loops["relay"] = lambda: self.relay.last_turn
            stack.push_async_callback(within, FLUSHING, self.relay.flush)
            await stack.enter_async_context(beside("relay", self.relay.run))
            yield

    @asynccontextmanager
    async def _listening(self) -> AsyncIterator[None]:
        settings = self.settings
        self.inbox = Inbox(
            self.room,
            self.reactions,
            self.parking,
            self.trust(),
            patience=settings.lane_patience_seconds,
            largest=settings.largest_event,
        )
        topics = [self.topic(name) for name in self.listens]
        logger = logging.getLogger("inbox")
        broker = self.connection.subscribing(logger, LAST_BATCH)
        session = int(settings.group_session_seconds * 1000)
        group = {
            "group_id": self.group(),
            "group_instance_id": f"{self.name}-{settings.replica}" if settings.replica else None,
            "session_timeout_ms": session,
            "heartbeat_interval_ms": session // 5,
        }
        self.watch = Watch(topics, self.inbox.subscribe(broker, topics, group), lambda: self.inbox.holding)
        self.inbox.leave_out = self.watch.too_full
        logger.addFilter(self.watch.errors)
        self.host.loops |= {
            "inbox": self.inbox.last_step,
            "drain": lambda: self.inbox.drained,
            "watch": lambda: self.watch.looked,
        }
        async with AsyncExitStack() as stack:
            stack.callback(logger.removeFilter, self.watch.errors)
            stack.push_async_callback(within, LAST_BATCH + LEAVING, broker.stop)
            await stack.enter_async_context(beside("inbox", lambda: patiently("broker", partial(connect, broker))))
            await stack.enter_async_context(beside("drain", lambda: self.inbox.drain(settings.poll_seconds)))
            await stack.enter_async_context(beside("watch", self.watch.run))
            yield

    @asynccontextmanager
    async def _ringing(self) -> AsyncIterator[None]:
        self.sweep = Sweep(self.room, self.settings.poll_seconds, self.after_ring, self.measures)
        self.host.loops["sweep"] = lambda: self.sweep.last_turn
        async with beside("sweep", self.sweep.run):
            yield

    async def _prepare_topics(self) -> None:
        settings = self.settings
        async with administering(self.connection) as admin:
            names = {self.topic(name) for name in (self.name, *self.listens)}
            await prepare(admin, names, Shape(settings.partitions, settings.replication, settings.largest_event))

    async def _republish_to_a_new_generation(self) -> None:
        """Publishes the history to a broker that lost its topics, before anything new, so that the order is kept."""
        if await history.generation(self.store) >= self.settings.generation:
            return
        sent = sum([events async for _, events in republish(self.store, self.publisher, self.topic(self.name))])
        await history.published_in_full(self.store, self.settings.generation)
        log.info("%s re-published %d events to generation %d", self.name, sent, self.settings.generation)


def run(name: str, build: Callable[[Settings], Service]) -> None:
    """Serves until it is stopped, or carries out an operator's task if the arguments name one.

    A wrong environment or settings document ends the process at once. The message names every fault.
    """
    asked = read_arguments(name, sys.argv[1:])
    try:
        settings = Settings()
        if not asked.task:
            start_telemetry(name, settings.spans, settings.otlp)
        service = build(settings)
    except ValidationError as fault:
        lines = [f"  LEARNING_{'_'.join(map(str, each['loc'])).upper()}: {each['msg']}" for each in fault.errors()]
        raise SystemExit("\n".join([f"{name} cannot start because its environment is wrong:", *lines])) from None
    except (WrongFramework, ValueError, OSError) as fault:
        raise SystemExit(f"{name} cannot start: {fault}") from None
    if asked.task:
        raise SystemExit(operate(service.console(), asked))
    service.host.longest_stop = LONGEST_STOP
    uvicorn.run(service.app, host=settings.host, port=settings.port, timeout_graceful_shutdown=PARTING, **serving(settings))
    stop_telemetry()
