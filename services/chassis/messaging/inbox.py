"""The inbox: one consumer, order per key, effects once, and nothing dropped (docs/architecture.md "Inbox")."""

import asyncio
import random
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from logging import ERROR
from typing import Any, ParamSpec, TypeVar

from aiokafka import ConsumerRecord
from aiokafka.errors import KafkaError
from faststream import AckPolicy
from faststream.kafka import KafkaBroker

from contracts.events.catalogue import EVENTS
from contracts.events.envelope import Received, name_and_version, read_envelope
from services.chassis.messaging.connection import READ_COMMITTED
from services.chassis.messaging.parking import Parking, RawRecord, TooManyParked
from services.chassis.messaging.trust import FAR_AHEAD, FarAhead, Incarnations, Trust
from services.chassis.privacy.reasons import SafeFault, reason_of
from services.chassis.room.change import change
from services.chassis.room.room import Busy, Cause, Room
from services.chassis.room.tables import Effect, NotYet, Reactions
from services.chassis.store.documents import LAST, Document, NewerSchema
from services.chassis.store.faults import Unavailable
from services.chassis.store.parked import RETRY
from services.chassis.telemetry.logs import log_fault
from services.chassis.telemetry.metrics import BATCHES_GIVEN_BACK, EVENTS_RECEIVED
from services.chassis.telemetry.traces import link_to, span

P = ParamSpec("P")
T = TypeVar("T")

SIDE_BY_SIDE = 32
PREFIX = "ce_"
"""The beginning of each header that belongs to the envelope (CloudEvents, Kafka protocol binding 3.2)."""
TRANSIENT = (Unavailable, Busy, OSError, TimeoutError)


class Unreadable(SafeFault):
    """No retry can ever read the record."""


class Inbox:
    """A service's subscription.

    It reads topics in lanes by key. It saves each record's effect before it commits the batch.
    """

    def __init__(
        self, room: Room, reactions: Reactions, parking: Parking, trust: Trust, *, patience: float, largest: int
    ) -> None:
        self.room, self.reactions, self.parking, self.trust = room, reactions, parking, trust
        self.incarnations = Incarnations(room)
        self.patience, self.largest = patience, largest
        self.names = {event.__name__ for event in reactions}
        self.passed_over = {event.type().encode() for (name, _), event in EVENTS.items() if name not in self.names}
        """Types of events that the service does not react to, most of its own among them."""
        self.gate = asyncio.Semaphore(SIDE_BY_SIDE)
        self.assigned: Callable[[], frozenset[tuple[str, int]]] = frozenset
        self.holding: Mapping[tuple[str, int], int] = {}
        """The first offset of the present batch, by topic and partition."""
        self.leave_out: Callable[[Collection[str]], None] = lambda topics: None
        """Stops reading topics of which too many records are parked, for a while."""
        self.at_work = False
        self.stepped = self.drained = time.monotonic()

    def last_step(self) -> float:
        """Returns the time of the last progress in its batch, on the monotonic clock.

        Without a batch, returns the present.
        """
        return self.stepped if self.at_work else time.monotonic()

    def subscribe(self, broker: KafkaBroker, topics: Sequence[str], group: Mapping[str, Any]) -> Callable[[], Any]:
        """Registers the batch subscriber, and returns a function that returns its consumer, or None before its start.

        `group` holds the settings of the consumer group. Returning commits the batch; raising makes the broker
        redeliver it.
        """
        subscriber = broker.subscriber(
            *topics,
            **group,
            auto_offset_reset="earliest",
            isolation_level=READ_COMMITTED,
            batch=True,
            max_records=500,
            batch_timeout_ms=25,
            ack_policy=AckPolicy.NACK_ON_ERROR,
            parser=_parse_without_headers,
            decoder=_as_records,
            no_reply=True,
        )
        subscriber(self.on_batch)

        def assigned() -> frozenset[tuple[str, int]]:
            consumer = subscriber.consumer
            return frozenset((each.topic, each.partition) for each in consumer.assignment()) if consumer else frozenset()

        self.assigned = assigned
        return lambda: subscriber.consumer

    async def on_batch(self, records: list[Any]) -> None:
        """Handles the lanes of a batch side by side, and each lane in order.

        Raises if a fault does not pass, so that the broker redelivers the batch.
        """
        lanes: dict[str, list[RawRecord]] = defaultdict(list)
        first: dict[tuple[str, int], int] = {}
        for record in records:
            first.setdefault((record.topic, record.partition), record.offset)
            if not self._is_passed_over(record):
                letter = RawRecord.of(record)
                lanes[letter.lane].append(letter)
        if skipped := len(records) - sum(map(len, lanes.values())):
            EVENTS_RECEIVED.add(skipped, {"outcome": "skipped"})
        if not lanes:
            return
        self.holding = first
        self.at_work, self.stepped = True, time.monotonic()
        try:
            blocked = await self._patiently(self.parking.blocked, list(lanes))
            async with asyncio.TaskGroup() as side_by_side:  # the first lane that gives up ends the other lanes' wait
                for lane, letters in lanes.items():
                    side_by_side.create_task(self._lane(letters, blocked=lane in blocked))
        except (*TRANSIENT, ExceptionGroup) as fault:
            if full := _topics_too_full(fault):
                self.leave_out(full)
            BATCHES_GIVEN_BACK.add(1)
            log_fault(ERROR, "inbox: a batch is returned to the broker", fault, records=len(records))
            raise
        finally:
            self.at_work, self.holding = False, {}

    def _is_passed_over(self, record: Any) -> bool:
        """Decides by the one header that names the type. A record without a known type is read like any other."""
        types = [value for name, value in record.headers if name == "ce_type"]
        return len(types) == 1 and types[0] in self.passed_over

    async def _lane(self, letters: Sequence[RawRecord], *, blocked: bool) -> None:
        for letter in letters:
            self.stepped = time.monotonic()
            try:
                received = self.read(letter)
                if received is None:
                    EVENTS_RECEIVED.add(1, {"outcome": "skipped"})
                    continue
                if not blocked:
                    async with self.gate:
                        await self._patiently(self.react, received)
                    continue
                status, reason = "behind", ""
            except TRANSIENT:
                raise
            except Exception as fault:  # noqa: BLE001 - whatever it is, the record is kept
                status, reason = trouble_of(fault)
            letter_blocks = await self._patiently(self.parking.park, letter, status, reason)
            blocked = blocked or letter_blocks
            EVENTS_RECEIVED.add(1, {"outcome": status})

    def read(self, letter: RawRecord) -> Received[Any] | None:
        """Returns the event, or None if this service does not react to it.

        Raises Unreadable, pydantic's ValidationError, or the exceptions of `Trust.check`.
        """
        headers = readable(letter.headers)
        try:
            name, version = name_and_version(headers["ce_type"])
        except (KeyError, ValueError):
            raise Unreadable("the header ce_type is missing or unreadable") from None
        if name not in self.names or (name, version) not in EVENTS:
            return None
        if letter.key is None:
            raise Unreadable("no key")
        envelope = read_envelope(headers)
        if envelope.partitionkey.encode() != letter.key:
            raise Unreadable("the key differs from the header ce_partitionkey")
        if len(letter.value or b"") > self.largest:
            raise Unreadable("the body is too large")
        received = Received(envelope, EVENTS[name, version].model_validate_json(letter.value or b""))
        self.trust.check(letter.topic, received, self.room)
        return received

    async def react(self, received: Received[Any], *, accepted: bool = False) -> None:
        """Carries out the event's effect, once. Raises NotYet, a transient fault, or a fault that no retry can cure.

        A person has `accepted` an event whose sequence is far ahead. Otherwise it raises FarAhead.
        """
        if not accepted:
            await self.incarnations.check(received)
        reaction, envelope = self.reactions[type(received.event)], received.envelope
        with span(f"react {type(received.event).__name__}", links=link_to(envelope.traceparent)):
            effects = await reaction(received, self.room)
            changed = [await self._effect(effect, received, accepted=accepted) for effect in effects]
        await self.incarnations.believe(received)
        EVENTS_RECEIVED.add(1, {"outcome": "applied" if any(changed) else "heard"})

    async def _effect(self, effect: Effect, received: Received[Any], *, accepted: bool) -> bool:
        envelope = received.envelope

        def already_done(document: Document) -> bool:
            if not document.version and not effect.creates:
                raise NotYet
            heard = document.heard.get(envelope.partitionkey, "")
            if not accepted and self.trust.leaps(heard, envelope.sequence):
                raise FarAhead
            return heard >= envelope.sequence

        heard = None if effect.knows_repeats else (envelope.partitionkey, envelope.sequence)
        cause = Cause(id=envelope.id, name=type(received.event).__name__, heard=heard)
        _, changed = await change(self.room, effect.kind, effect.id, effect.decide, cause, already_done=already_done)
        return changed

    async def _patiently(self, work: Callable[P, Awaitable[T]], *args: P.args, **kwargs: P.kwargs) -> T:
        """Retries for a while if a fault may pass."""
        until, wait = time.monotonic() + self.patience, 0.1
        while True:
            try:
                return await work(*args, **kwargs)
            except TRANSIENT:
                if time.monotonic() + wait > until:
                    raise
                await asyncio.sleep(wait * random.uniform(0.5, 1))  # noqa: S311 - jitter, not a secret
                wait = min(wait * 2, 5)

    async def drain(self, poll_seconds: float) -> None:
        """Runs until cancelled.

        Retries parked messages in the partitions assigned to this process, oldest first. A lane stops at the first
        message that needs a person. In a partition that is new to this process it tries at once all that waits, because a
        newer version of the service may carry it out.
        """
        known: frozenset[tuple[str, int]] = frozenset()
        while True:
            with suppress(*TRANSIENT, KafkaError):
                assigned = self.assigned()
                lanes = await self.parking.ready(assigned)
                lanes += await self.parking.ready(assigned - known, LAST) if assigned - known else []
                for lane in lanes:
                    with suppress(Busy):  # one document alone is affected: the other lanes continue
                        await self._drain(lane)
                known = assigned
            self.drained = time.monotonic()
            await asyncio.sleep(poll_seconds)

    async def _drain(self, lane: str) -> None:
        while (head := await self.parking.head(lane)) is not None:
            self.drained = time.monotonic()
            try:
                received = self.read(self.parking.opened(head))
                if received is not None:
                    accepted = head["status"] == RETRY and head["reason"] == FAR_AHEAD
                    await self.react(received, accepted=accepted)
            except TRANSIENT:
                raise
            except Exception as fault:  # noqa: BLE001 - whatever it is, the record is kept
                await self.parking.mark(head, *trouble_of(fault))
                return
            await self.parking.remove(head["_id"])


def _topics_too_full(fault: BaseException) -> list[str]:
    """Returns the topics of which too many records are parked already."""
    full = fault.subgroup(TooManyParked) if isinstance(fault, BaseExceptionGroup) else None
    return sorted({each.topic for each in full.exceptions if isinstance(each, TooManyParked)}) if full else []


def trouble_of(fault: Exception) -> tuple[str, str]:
    """Returns the status of a parked record and the reason, which holds no value.

    A `not-yet` record is retried. A `troubled` record needs a person.
    """
    if isinstance(fault, NotYet | NewerSchema):
        return "not-yet", type(fault).__name__
    return "troubled", reason_of(fault)


def readable(headers: Sequence[tuple[str, bytes | None]]) -> Mapping[str, str]:
    """Returns the headers of an event. Those of other tools, such as tracing agents, may hold anything."""
    ours = [(name, value) for name, value in headers if name.startswith(PREFIX)]
    if len(dict(ours)) < len(ours):
        raise Unreadable("a header is there twice")
    if any(value is None for _, value in ours):
        raise Unreadable("a header has no value")
    try:
        return {name: (value or b"").decode() for name, value in ours}
    except UnicodeDecodeError:
        raise Unreadable("a header is not UTF-8") from None


async def _parse_without_headers(records: Sequence[ConsumerRecord[Any, Any]], original: Callable[..., Any]) -> Any:
    """Removes headers before FastStream decodes them. It would lose a record with a header that it cannot decode."""
    message = await original(tuple(replace(record, headers=()) for record in records))
    message.raw_message = tuple(records)
    return message


async def _as_records(message: Any) -> list[Any]:
    return list(message.raw_message)
