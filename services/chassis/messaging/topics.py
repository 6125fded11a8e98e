"""The services' topics: made where they are missing, and checked where they exist (docs/operations.md "Topics")."""

import re
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import TopicAlreadyExistsError, TopicAuthorizationFailedError, for_code

from services.chassis.messaging.connection import Connection
from services.chassis.messaging.refused import connect
from services.chassis.privacy.reasons import SafeFault
from services.chassis.store.documents import Record
from services.chassis.telemetry.logs import log

FOR_EVER = {"retention.ms": "-1", "retention.bytes": "-1", "cleanup.policy": "delete"}
"""Settings that keep every event for good. Any other value loses events."""
COMPRESSION = {"compression.type": "producer"}
"""The setting of a new topic. Every consumer reads every codec, so an existing topic may have another."""
LEAST_IN_SYNC = "min.insync.replicas"
LARGEST_MESSAGE = "max.message.bytes"
HEADERS = 8192
"""Bytes that the headers and the key of an event may add to its body."""
PAUSE = 200
"""Milliseconds that one read waits for records."""


def owner_of(topic: str, prefix: str) -> str:
    """Returns the service that owns a topic, of whatever generation."""
    return re.sub(r"\.g\d+$", "", topic.removeprefix(prefix))


class WrongTopics(SafeFault):
    """Topics are missing or have the wrong settings. The text names every fault.

    `retriable` is true if waiting may help, because every fault may pass.
    """

    def __init__(self, faults: Sequence[str], *, retriable: bool = False) -> None:
        super().__init__("; ".join(faults))
        self.retriable = retriable


@dataclass(frozen=True)
class Shape:
    """The shape that every topic of the services has."""

    partitions: int
    replication: int
    largest_event: int
    """Bytes."""

    @property
    def in_sync(self) -> int:
        """Returns the replicas that confirm an event: a majority, so that the loss of a minority loses nothing."""
        return self.replication // 2 + 1

    def settings(self) -> dict[str, str]:
        """Returns the settings of a new topic."""
        return FOR_EVER | COMPRESSION | {LEAST_IN_SYNC: str(self.in_sync)}


def faults_of(name: str, partitions: Sequence[Record], settings: Mapping[str, str], shape: Shape) -> list[str]:
    """Returns each way in which an existing topic differs from the shape.

    `partitions` is the broker's description. A setting that the broker does not report is not checked.
    """
    found: list[str] = []
    if len(partitions) != shape.partitions:
        found.append(
            f"topic {name} has {len(partitions)} partitions and LEARNING_PARTITIONS is {shape.partitions}."
            " Set the number that it was made with, or begin the next generation"
        )
    copies = min((len(each["replicas"]) for each in partitions), default=0)
    if copies < shape.replication:
        found.append(f"topic {name} has {copies} replicas and LEARNING_REPLICATION is {shape.replication}. Add replicas")
    for setting, wanted in FOR_EVER.items():
        if settings.get(setting, wanted) != wanted:
            found.append(f"topic {name} has {setting}={settings[setting]}. Set it to {wanted}")
    least = {LEAST_IN_SYNC: shape.in_sync, LARGEST_MESSAGE: shape.largest_event + HEADERS}
    for setting, at_least in least.items():
        if int(settings.get(setting, at_least)) < at_least:
            found.append(f"topic {name} has {setting}={settings[setting]}. Set it to {at_least} or more")
    return found


@asynccontextmanager
async def administering(connection: Connection) -> AsyncIterator[AIOKafkaAdminClient]:
    """Opens a client that makes and describes topics. Raises NotConnected if no broker lets it in."""
    admin = connection.admin()
    try:
        await connect(admin)
        yield admin
    finally:
        await admin.close()


async def prepare(admin: AIOKafkaAdminClient, names: Iterable[str], shape: Shape) -> None:
    """Makes the topics that are missing, and checks the others.

    Asks for no right to create where every topic exists. Raises WrongTopics or aiokafka's KafkaError.
    """
    wanted = sorted(names)
    existing = set(await admin.list_topics())
    refused = await _make(admin, [name for name in wanted if name not in existing], shape)
    kept = [name for name in wanted if name in existing]
    if refused:
        permanent = any(not for_code(code).retriable and code != _TOO_FEW_BROKERS for code in refused.values())
        raise WrongTopics([_not_made(name, code) for name, code in refused.items()], retriable=not permanent)
    if not kept:
        return
    described = {each["topic"]: each["partitions"] for each in await admin.describe_topics(kept)}
    settings = await _settings(admin, kept)
    faults = [fault for name in kept for fault in faults_of(name, described[name], settings[name], shape)]
    if faults:
        raise WrongTopics(faults)


async def partitions_of(admin: AIOKafkaAdminClient, names: Sequence[str]) -> dict[str, list[TopicPartition]]:
    """Returns the partitions of each topic by number. A topic that is missing, or hidden from this login, has none."""
    existing = set(await admin.list_topics())  # asked first, because a question by name could create a missing topic
    described = await admin.describe_topics([name for name in names if name in existing]) if existing & {*names} else []
    found = {each["topic"]: [each_["partition"] for each_ in each["partitions"]] for each in described}
    return {name: [TopicPartition(name, number) for number in sorted(found.get(name, ()))] for name in names}


async def read_to_end(
    consumer: AIOKafkaConsumer, starts: Mapping[TopicPartition, int]
) -> AsyncIterator[ConsumerRecord[Any, Any]]:
    """Yields every record from these offsets to the present end of each partition.

    The consumer's position decides when a partition ends: deleted records and transaction markers leave gaps.
    """
    if not starts:
        return
    consumer.assign(list(starts))
    ends = await consumer.end_offsets(list(starts))
    for partition, offset in starts.items():
        consumer.seek(partition, offset)
    while [each for each, end in ends.items() if await consumer.position(each) < end]:
        for records in (await consumer.getmany(timeout_ms=PAUSE)).values():
            for record in records:
                yield record


_TOO_FEW_BROKERS = 38
"""InvalidReplicationFactorError: also the answer of a cluster whose brokers are still starting."""


async def _make(admin: AIOKafkaAdminClient, names: Sequence[str], shape: Shape) -> dict[str, int]:
    """Returns the error code of each topic that the broker refused to make."""
    if not names:
        return {}
    new = [NewTopic(name, shape.partitions, shape.replication, topic_configs=shape.settings()) for name in names]
    codes = {name: code for name, code, *_ in (await admin.create_topics(new)).topic_errors}
    return {name: code for name, code in codes.items() if code not in (0, TopicAlreadyExistsError.errno)}


def _not_made(name: str, code: int) -> str:
    error = for_code(code)
    if error is TopicAuthorizationFailedError:
        return f"topic {name} does not exist, and this login may not create it. Create it, or grant the right to create it"
    if code == _TOO_FEW_BROKERS:
        return f"topic {name} needs as many brokers as LEARNING_REPLICATION. Start them, or set a smaller number"
    return f"topic {name} cannot be created: {error.__name__}"


async def _settings(admin: AIOKafkaAdminClient, names: Sequence[str]) -> dict[str, dict[str, str]]:
    """Returns the settings of each topic. Without the right to describe them it logs a warning and returns none."""
    found: dict[str, dict[str, str]] = {name: {} for name in names}
    for answer in await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, name) for name in names]):
        for code, _, _, name, entries in answer.resources:
            found[name] = {entry[0]: entry[1] for entry in entries}
            if code:
                log.warning("the settings of topic %s are not checked: %s", name, for_code(code).__name__)
    return found
