"""Topics are made as the services need them, and a process does not start on topics that would lose or hide events."""

from collections.abc import Iterator

import pytest
from aiokafka.admin import NewPartitions, NewTopic

from local.deployment import Deployment
from local.grounds.kafka import administering
from local.parts.names import SERVICES
from local.people import REGISTRY, readiness
from services.chassis.messaging.topics import FOR_EVER, Shape
from tests.faults.limits import SHORT
from tests.kafka.broker import log_of_a_start, set_topic, settings_of

SHAPE = Shape(partitions=12, replication=1, largest_event=65_536)
SOUND = SHAPE.settings()


@pytest.fixture(scope="module")
def kafka() -> Iterator[Deployment]:
    with Deployment(services=(REGISTRY,), settings=SHORT) as running:
        yield running


def refused(kafka: Deployment, **settings: object) -> str:
    """Returns the log of one more process, which these settings keep from starting."""
    return log_of_a_start(kafka, settings, part=f"{REGISTRY}#2", within=100)


async def test_topics_are_made_to_keep_every_event(kafka: Deployment) -> None:
    async with administering(kafka.broker_address) as client:
        described = {each["topic"]: each["partitions"] for each in await client.describe_topics(list(SERVICES))}
    assert {topic: len(partitions) for topic, partitions in described.items()} == dict.fromkeys(SERVICES, 12)
    for topic in SERVICES:
        found = await settings_of(kafka.broker_address, topic)
        assert {name: found[name] for name in SOUND} == SOUND


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("retention.ms", "604800000"),
        ("retention.bytes", "1000000"),
        ("cleanup.policy", "compact"),
        ("max.message.bytes", "65536"),
    ],
)
async def test_a_topic_that_would_lose_events_stops_the_start(kafka: Deployment, setting: str, value: str) -> None:
    await set_topic(kafka, SERVICES[1], SOUND | {setting: value})
    try:
        said = refused(kafka)
    finally:
        await set_topic(kafka, SERVICES[1], SOUND)
    assert f"{REGISTRY} cannot start" in said
    assert f"topic {SERVICES[1]} has {setting}={value}" in said


def test_every_wrong_topic_is_named_at_once(kafka: Deployment) -> None:
    said = refused(kafka, partitions=6, replication=2)
    for topic in SERVICES:
        assert f"topic {topic} has 12 partitions and LEARNING_PARTITIONS is 6" in said
        assert f"topic {topic} has 1 replicas and LEARNING_REPLICATION is 2" in said


async def test_a_partition_that_was_added_stops_the_next_start_alone(kafka: Deployment) -> None:
    """Order by key is broken for what follows, so a person has to decide. What runs goes on."""
    prefix = "grown."
    async with administering(kafka.broker_address) as client:
        await client.create_topics([NewTopic(f"{prefix}{name}", 12, 1, topic_configs=FOR_EVER) for name in SERVICES])
        await client.create_partitions({f"{prefix}{REGISTRY}": NewPartitions(13)})
    assert f"topic {prefix}{REGISTRY} has 13 partitions" in refused(kafka, topic_prefix=prefix)
    assert await readiness(kafka) == (200, {"store": "answers", "broker": "answers"})


@pytest.mark.parametrize("codec", ["gzip", "snappy", "lz4", "zstd"])
async def test_a_topic_that_compresses_is_taken(kafka: Deployment, codec: str) -> None:
    await set_topic(kafka, SERVICES[1], SOUND | {"compression.type": codec})
    try:
        kafka.start_part(f"{REGISTRY}#2")
    finally:
        kafka.kill(f"{REGISTRY}#2")
        await set_topic(kafka, SERVICES[1], SOUND)
