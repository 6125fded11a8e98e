"""The producer of one process. A send takes a bounded time, and a producer that failed is replaced."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from logging import WARNING

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from services.chassis.messaging.refused import connect
from services.chassis.telemetry.logs import log_fault
from services.chassis.telemetry.metrics import PRODUCERS_REPLACED

Headers = list[tuple[str, bytes]]


class Publisher:
    """A producer that never needs a restart of the process.

    An idempotent producer keeps a failed send's number. The broker then refuses all that follows in the partition, so
    each failure replaces the producer. What the old one still sends are duplicates, which receivers skip.
    """

    def __init__(self, make: Callable[[], AIOKafkaProducer], patience: float) -> None:
        """`make` returns a producer that has not started. `patience` is in seconds."""
        self.make, self.patience = make, patience
        self.producer: AIOKafkaProducer | None = None
        self.starting = asyncio.Lock()
        self.leaving: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Connects to the broker. Raises NotConnected if it does not let this process in."""
        await self._current()

    async def send_and_wait(self, topic: str, body: bytes, *, key: bytes, headers: Headers) -> None:
        """Sends one record and waits until the broker confirms it.

        Raises aiokafka's KafkaError or OSError, also after `patience` seconds. The record may still arrive then.
        """
        producer: AIOKafkaProducer | None = None
        try:
            async with asyncio.timeout(self.patience):
                producer = await self._current()
                await producer.send_and_wait(topic, body, key=key, headers=headers)
        except (KafkaError, OSError):
            self._replace(producer)
            raise

    async def answers(self) -> None:
        """Raises while the broker does not answer."""
        async with asyncio.timeout(self.patience):
            client = (await self._current()).client
            try:
                await client.fetch_all_metadata()
            except KafkaError:  # the broker ends a connection whose login expires, and takes the next one
                await client.fetch_all_metadata()

    async def stop(self) -> None:
        """Ends the connection within `patience` seconds."""
        if self.producer is not None:
            self._leave(self.producer)
            self.producer = None
        if self.leaving:
            await asyncio.wait(self.leaving, timeout=self.patience)

    async def _current(self) -> AIOKafkaProducer:
        async with self.starting:
            if self.producer is None:
                producer = self.make()
                try:
                    await connect(producer)
                except BaseException:
                    self._leave(producer)
                    raise
                self.producer = producer
            return self.producer

    def _replace(self, producer: AIOKafkaProducer | None) -> None:
        if producer is not None and producer is self.producer:
            self.producer = None
            PRODUCERS_REPLACED.add(1)
            self._leave(producer)

    def _leave(self, producer: AIOKafkaProducer) -> None:
        task = asyncio.create_task(_ended(producer, self.patience))
        self.leaving.add(task)
        task.add_done_callback(self.leaving.discard)


async def _ended(producer: AIOKafkaProducer, patience: float) -> None:
    """Ends a producer: it sends what it holds within `patience` seconds, and gives up the rest.

    aiokafka's own `stop` waits for as long as the broker is away (aiokafka#1101), so its parts are stopped one by one.
    """
    try:
        with suppress(TimeoutError):
            await asyncio.wait_for(producer.flush(), patience)
        with suppress(TimeoutError):
            await asyncio.wait_for(producer._sender.close(), patience)  # noqa: SLF001 - nothing public gives up a send
        await producer.client.close()
    except Exception as fault:  # noqa: BLE001 - nothing depends on it any more
        log_fault(WARNING, "relay: a producer did not end in order", fault)
    finally:
        producer._closed = True  # noqa: SLF001 - otherwise it reports that nobody stopped it
