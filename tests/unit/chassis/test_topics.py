"""An existing topic is accepted in one shape alone, and a refusal names every fault."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.messaging.topics import COMPRESSION, Shape, faults_of
from services.chassis.store.documents import Record

SHAPE = Shape(partitions=12, replication=3, largest_event=65_536)


def partitions(count: int = SHAPE.partitions, replicas: int = SHAPE.replication) -> list[Record]:
    return [{"partition": number, "replicas": list(range(replicas))} for number in range(count)]


def faults(settings: Mapping[str, str], count: int = SHAPE.partitions, replicas: int = SHAPE.replication) -> list[str]:
    return faults_of("action-tracking", partitions(count, replicas), settings, SHAPE)


def test_a_topic_as_the_services_make_it_is_accepted() -> None:
    assert faults(SHAPE.settings()) == []


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("retention.ms", "604800000"),
        ("retention.bytes", "1073741824"),
        ("cleanup.policy", "compact"),
        ("cleanup.policy", "compact,delete"),
        ("min.insync.replicas", "1"),
        ("max.message.bytes", "65536"),
    ],
)
def test_a_setting_that_can_lose_or_refuse_an_event_is_named(setting: str, value: str) -> None:
    (fault,) = faults(SHAPE.settings() | {setting: value})
    assert f"topic action-tracking has {setting}={value}" in fault


@pytest.mark.parametrize("codec", ["gzip", "lz4", "snappy", "zstd", "uncompressed", "producer"])
def test_a_topic_may_compress_with_any_codec(codec: str) -> None:
    assert faults(SHAPE.settings() | dict.fromkeys(COMPRESSION, codec)) == []


def test_every_fault_is_named_at_once() -> None:
    found = faults({"retention.ms": "1", "cleanup.policy": "compact"}, count=1, replicas=1)
    assert [each.split("topic action-tracking has ")[1].split()[0] for each in found] == [
        "1", "1", "retention.ms=1.", "cleanup.policy=compact.",
    ]  # fmt: skip


def test_a_setting_that_the_broker_hides_is_not_checked() -> None:
    assert faults({}) == []


@given(st.integers(1, 9), st.integers(0, 9))
def test_a_confirmed_event_outlives_the_loss_of_any_minority(replication: int, lost: int) -> None:
    confirmed = Shape(1, replication, 1).in_sync
    assert confirmed <= replication
    if lost <= (replication - 1) // 2:
        assert confirmed > lost
