"""Shows whether reading goes on: records behind, partitions that stand still, failed reads, topics made again."""

import asyncio
import logging
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from aiokafka import TopicPartition
from aiokafka.errors import KafkaError, TopicAuthorizationFailedError
from typing_extensions import override

from services.chassis.privacy.reasons import SafeFault
from services.chassis.telemetry.logs import log, log_fault
from services.chassis.telemetry.metrics import BEHIND, READ_ERRORS, STANDSTILL, TOPICS_REPLACED

SECONDS = 5
"""Between two looks."""
RECENT = 20
"""Seconds after which a failed read no longer counts. One that persists is repeated sooner."""
AGAIN = 10
"""Seconds after which a topic that may not be read is tried again."""


class NotReading(SafeFault):
    """The process does not read every topic."""


class ReadErrors(logging.Filter):
    """Counts the failed reads that FastStream reports to its logger, and keeps the last one.

    `refused` takes the topics that the process may not read.
    """

    def __init__(self, refused: Callable[[Collection[str]], None]) -> None:
        super().__init__()
        self.refused = refused
        self.last: tuple[float, str] = (-RECENT, "")

    @override
    def filter(self, record: logging.LogRecord) -> bool:
        fault = record.exc_info[1] if record.exc_info else None
        if isinstance(fault, KafkaError):
            self.last = (time.monotonic(), type(fault).__name__)
            READ_ERRORS.add(1, {"error": self.last[1]})
        if isinstance(fault, TopicAuthorizationFailedError):
            for topics in fault.args:  # a fetch names one, a commit the set of them
                self.refused([topics] if isinstance(topics, str) else topics)
        return True


class Watch:
    """A look at the consumer every few seconds.

    `holding` returns the first offset of the present batch by topic and partition, because a consumer's position runs
    ahead of the work.
    """

    def __init__(
        self, topics: Sequence[str], consumer: Callable[[], Any], holding: Callable[[], Mapping[tuple[str, int], int]]
    ) -> None:
        self.topics, self.consumer, self.holding = topics, consumer, holding
        self.errors = ReadErrors(self._may_not_be_read)
        self.ends: dict[TopicPartition, int] = {}
        self.read: dict[TopicPartition, int] = {}
        self.progress: dict[TopicPartition, float] = {}
        self.looked = time.monotonic()

    def check(self) -> None:
        """Raises NotReading unless the process has partitions, every topic exists and no read failed lately."""
        consumer = self.consumer()
        if consumer is None or not consumer.assignment():
            raise NotReading("no partition is assigned")
        if missing := [topic for topic in self.topics if not consumer.partitions_for_topic(topic)]:
            raise NotReading(f"no such topic: {', '.join(missing)}")
        at, error = self.errors.last
        if time.monotonic() - at < RECENT:
            raise NotReading(f"a topic cannot be read: {error}")

    async def run(self) -> None:
        """Runs until cancelled."""
        while True:
            if consumer := self.consumer():
                try:
                    async with asyncio.timeout(SECONDS):
                        await self.look(consumer)
                except (KafkaError, OSError) as fault:
                    log_fault(logging.WARNING, "inbox: the topics cannot be measured", fault)
            self.looked = time.monotonic()
            await asyncio.sleep(SECONDS)

    def _may_not_be_read(self, topics: Collection[str]) -> None:
        """Leaves out topics. Otherwise all others wait 5 seconds for each of their partitions."""
        log.warning("topic %s may not be read, and is tried again in %d seconds", ", ".join(sorted(topics)), AGAIN)
        self._leave_out(topics)

    def too_full(self, topics: Collection[str]) -> None:
        """Leaves out topics of which so many records are parked that none may be added. The others are read on."""
        log.error("topic %s: too many messages are parked. Retry or discard some", ", ".join(sorted(topics)))
        self.errors.last = (time.monotonic(), "too many messages are parked")
        self._leave_out(topics)

    def _leave_out(self, topics: Collection[str]) -> None:
        """Pauses topics for a while."""
        consumer = self.consumer()
        for partition in consumer.assignment() if consumer else ():
            if partition.topic in topics:
                consumer.pause(partition)
                if partition in self.read:
                    consumer.seek(partition, self.read[partition])  # forgets an error that waits in the client

    async def look(self, consumer: Any) -> None:
        """Measures once. Reads a partition again that ends before its earlier end, and tries what was left out."""
        if time.monotonic() - self.errors.last[0] > AGAIN:
            consumer.resume(*consumer.paused())
        partitions = sorted(consumer.assignment())
        ends = await consumer.end_offsets(partitions) if partitions else {}
        for partition in partitions:
            if ends[partition] < self.ends.get(partition, 0):
                self._read_again(consumer, partition)
        await self._measure(consumer, ends)
        self.ends |= ends

    def _read_again(self, consumer: Any, partition: TopicPartition) -> None:
        """Goes back to the beginning. Receivers skip the events that they have already applied."""
        TOPICS_REPLACED.add(1)
        log.error(
            "topic %s was made again under its name, or lost records: partition %d is read from its beginning."
            " Publish what it lost: see docs/operations.md, 'Topics'",
            partition.topic,
            partition.partition,
        )
        consumer.seek(partition, 0)
        self.read.pop(partition, None)

    async def _measure(self, consumer: Any, ends: Mapping[TopicPartition, int]) -> None:
        now, holding = time.monotonic(), self.holding()
        behind = dict.fromkeys(self.topics, 0)
        standstill: dict[TopicPartition, float] = {}
        for partition, end in ends.items():
            position = await consumer.position(partition)
            read = min(position, holding.get((partition.topic, partition.partition), position))
            if read != self.read.get(partition) or read >= end:
                self.progress[partition] = now
            self.read[partition] = read
            behind[partition.topic] = behind.get(partition.topic, 0) + max(0, end - read)
            standstill[partition] = now - self.progress[partition]
        for topic, records in behind.items():
            BEHIND.set(records, {"topic": topic})
        STANDSTILL.set(max(standstill.values(), default=0))
