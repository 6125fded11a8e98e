"""The operators' tasks `reading` and `restore` on Kafka: trimmed partitions, transaction markers, lost offsets, odd records."""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from local.databases import documents, everything_is_sent
from local.deployment import Deployment
from local.operator import Answer, ask
from local.parts.names import SERVICES
from local.people import REGISTRY, has_its_place, people
from local.scenarios.action_tracking import TRACKING, life, lives, new_actions
from local.waiting import eventually
from local.wire import Wire, partitions_of, read_topic, send
from tests.conformance.poison import headers
from tests.faults.actions import heard_all
from tests.faults.limits import SHORT
from tests.faults.parked import waiting
from tests.kafka.foreign import administrator, confluent_kafka, in_transaction, produce

STRANGE = (b"abc", b"", b"99999-1", b"0001-1")
"""Values of `ce_sequence` that no service of ours sends."""


@pytest.fixture
def kafka() -> Iterator[Deployment]:
    with Deployment(services=(), forked=True, settings=SHORT) as running:
        running.start_part(REGISTRY)
        yield running
        with suppress(KeyError):
            running.kill(REGISTRY)


def reading(kafka: Deployment) -> Mapping[str, dict[str, Any]]:
    return {row["topic"]: row for row in ask(kafka, REGISTRY, "reading", "--json").rows}


def restore(kafka: Deployment, *more: str, **settings: str) -> Answer:
    since = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    return ask(kafka, REGISTRY, "restore", "--since", since, "--json", *more, **settings)


def some_reviews(kafka: Deployment, count: int = 3) -> list[str]:
    async def made() -> list[str]:
        async with people(kafka) as callers:
            reviews = await callers.reviews(count, 1)
        await everything_is_sent(kafka)
        return reviews

    return asyncio.run(made())


def trim(kafka: Deployment, service: str) -> int:
    """Deletes every record of the topic, as retention would. Returns how many partitions had records."""
    partitions = asyncio.run(partitions_of(kafka, service))
    whole = [confluent_kafka.TopicPartition(each.topic, each.partition, -1) for each in partitions]
    client = administrator(kafka.broker_address)
    trimmed = [done.result(30) for done in client.delete_records(whole).values()]
    return sum(each.low_watermark > 0 for each in trimmed)


def versions(kafka: Deployment, ids: list[str]) -> dict[str, tuple[int, Any]]:
    """Returns the version and the state of each document. What waits to be sent is left out."""
    return {id_: (record["version"], record["state"]) for id_, record in documents(kafka, ids).items()}


def aborted(kafka: Deployment, service: str) -> None:
    """Leaves the marker of an aborted transaction at the end of some partitions."""
    for number in range(3):
        in_transaction(kafka.broker_address, service, lives(new_actions(4), 1), id_=f"aborted-{number}", commit=False)


def test_reading_shows_every_partition_and_falls_to_nothing(kafka: Deployment) -> None:
    actions = new_actions(10)
    asyncio.run(send(kafka, TRACKING, lives(actions, 2)))
    asyncio.run(heard_all(kafka, actions, 2))
    aborted(kafka, TRACKING)
    found = eventually(lambda: all_read(kafka), within=30, every=0.5, what="nothing is behind, markers or not")
    assert {topic: row["partitions"] for topic, row in found.items()} == dict.fromkeys(SERVICES, 12)
    assert found[TRACKING]["records"] >= 30

    kafka.stop_part(REGISTRY)
    asyncio.run(send(kafka, TRACKING, lives(new_actions(5), 1)))
    assert reading(kafka)[TRACKING]["behind"] == 10


def all_read(kafka: Deployment) -> Mapping[str, dict[str, Any]] | None:
    found = reading(kafka)
    return found if all(row["behind"] == 0 for row in found.values()) else None


def test_reading_names_a_missing_topic_and_what_was_deleted_unread(kafka: Deployment) -> None:
    elsewhere = ask(kafka, REGISTRY, "reading", "--json", topic_prefix="nowhere.")
    assert elsewhere.code == 1
    assert [row["partitions"] for row in elsewhere.rows] == [0, 0, 0, 0]
    assert all("missing" in row["fault"] for row in elsewhere.rows)

    read = new_actions(20)
    asyncio.run(send(kafka, TRACKING, lives(read, 1)))
    asyncio.run(heard_all(kafka, read, 1))
    eventually(lambda: all_read(kafka), within=30, every=0.5, what="everything is committed")
    kafka.stop_part(REGISTRY)
    asyncio.run(send(kafka, TRACKING, lives(new_actions(20), 1)))
    assert trim(kafka, TRACKING) > 1
    answer = ask(kafka, REGISTRY, "reading", "--json")
    (row,) = [each for each in answer.rows if each["topic"] == TRACKING]
    assert (answer.code, row["behind"], row["fault"]) == (1, 0, "40 records were deleted before they were read")


def test_restore_ends_on_trimmed_partitions_and_behind_markers(kafka: Deployment) -> None:
    some_reviews(kafka)
    assert trim(kafka, REGISTRY) >= 1
    aborted(kafka, REGISTRY)
    kafka.stop_part(REGISTRY)
    assert restore(kafka, "--dry-run").rows[-1]["incarnation"] == 2
    answer = restore(kafka)
    assert (answer.code, answer.rows[-1]["incarnation"]) == (0, 2)


def test_restore_skips_what_is_no_event_of_ours(kafka: Deployment) -> None:
    some_reviews(kafka)
    action = new_actions(1)[0]
    odd = [headers(record, ce_sequence=value) for value, record in zip(STRANGE, life(action, 3), strict=True)]
    foreign = replace(life(new_actions(1)[0], 1)[0])
    produce(kafka.broker_address, REGISTRY, [*odd, Wire(None, (), b"x"), Wire(b"k", (("ce_sequence", b"9"),), None), foreign])
    kafka.stop_part(REGISTRY)
    answer = restore(kafka)
    assert (answer.code, answer.said) == (0, "")
    assert [row for row in answer.rows if "lost" in row] == []
    assert answer.rows[-1]["incarnation"] == 2


@pytest.mark.parametrize("more", [(), ("--dry-run",)], ids=["restore", "dry run"])
def test_restore_names_a_missing_topic_and_changes_nothing(kafka: Deployment, more: tuple[str, ...]) -> None:
    kafka.stop_part(REGISTRY)
    answer = restore(kafka, *more, topic_prefix="nowhere.")
    assert (answer.code, answer.rows) == (1, [])
    assert f"no such topic, or this login may not see it: nowhere.{REGISTRY}" in answer.said


def test_restore_refuses_while_a_process_reads(kafka: Deployment) -> None:
    some_reviews(kafka, 1)
    asyncio.run(has_its_place(kafka))
    answer = restore(kafka)
    assert answer.code == 1
    assert "Stop every process first" in answer.said


def test_lost_offsets_replay_the_topics_without_effect(kafka: Deployment) -> None:
    """The group is deleted while the service is down, as the broker does when its offsets expire."""
    actions = new_actions(10)
    asyncio.run(send(kafka, TRACKING, lives(actions, 2)))
    asyncio.run(heard_all(kafka, actions, 2))
    before = versions(kafka, actions)
    kafka.stop_part(REGISTRY)
    group = f"{REGISTRY}-inbox"
    client = administrator(kafka.broker_address)
    client.delete_consumer_groups([group])[group].result(30)
    assert reading(kafka)[TRACKING]["behind"] == 30
    kafka.start_part(REGISTRY)
    eventually(lambda: all_read(kafka), within=30, every=0.5, what="everything is read again")
    assert versions(kafka, actions) == before
    assert waiting(kafka) == []
    assert len({each.id for each in asyncio.run(read_topic(kafka, TRACKING))}) == 30
