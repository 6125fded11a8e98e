"""Records as another client writes them: librdkafka through confluent-kafka, which shares no code with ours."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import pytest
from aiokafka.client import AIOKafkaClient
from aiokafka.protocol.fetch import FetchRequest
from aiokafka.record.memory_records import MemoryRecords

from local.deployment import Deployment
from local.wire import Wire, partitions_of, topic_of

confluent_kafka = pytest.importorskip("confluent_kafka", reason="it needs confluent-kafka")

CODECS = ("gzip", "snappy", "lz4", "zstd")
BY_NUMBER = dict(enumerate(("none", *CODECS)))
"""The codecs by the number that a batch has on the wire."""
BY_KEY = -1
"""The producer chooses the partition by the key, as Kafka's own clients do."""
MANY = 100_000_000
"""Bytes: more than any test writes."""


def produce(address: str, topic: str, records: Iterable[Wire], partition: int = BY_KEY, **settings: Any) -> None:
    """Sends records and returns once the broker has confirmed each. `settings` are librdkafka's, with `_` for `.`."""
    _put(confluent_kafka.Producer(_settings(address, settings)), topic, records, partition)


def in_transaction(address: str, topic: str, records: Iterable[Wire], *, id_: str, commit: bool) -> None:
    """Sends records in a transaction, which is then committed or aborted. Either leaves a marker behind the records."""
    producer = begin_transaction(address, topic, records, id_=id_)
    (producer.commit_transaction if commit else producer.abort_transaction)(30)


def begin_transaction(address: str, topic: str, records: Iterable[Wire], *, id_: str, **settings: Any) -> Any:
    """Sends records in a transaction that stays open, and returns its producer."""
    producer = confluent_kafka.Producer(_settings(address, {"transactional.id": id_, **settings}))
    producer.init_transactions(30)
    producer.begin_transaction()
    _put(producer, topic, records, BY_KEY)
    return producer


def administrator(address: str) -> Any:
    """Returns a client that makes, changes and deletes topics, groups and records."""
    from confluent_kafka.admin import AdminClient  # noqa: PLC0415 - only where the library is there

    return AdminClient({"bootstrap.servers": address})


async def codecs_of(deployment: Deployment, service: str, keys: Collection[str]) -> set[str]:
    """Returns the codecs of the batches that hold these keys, as the broker keeps them."""
    partitions = await partitions_of(deployment, service)
    client = AIOKafkaClient(bootstrap_servers=deployment.broker_address)
    await client.bootstrap()
    try:
        wanted = [(each.partition, 0, MANY) for each in partitions]
        asked = FetchRequest(100, 1, MANY, 0, [(topic_of(deployment, service), wanted)])
        answer = await client.send(client.get_random_node(), asked)
    finally:
        await client.close()
    found: set[str] = set()
    for _, parts in answer.topics:
        for *_, raw in parts:
            batches = MemoryRecords(raw)
            while batches.has_next():
                batch: Any = batches.next_batch()
                if any(record.key and record.key.decode() in keys for record in batch):
                    found.add(BY_NUMBER[batch.compression_type])
    return found


def _settings(address: str, given: Mapping[str, Any]) -> dict[str, Any]:
    named = {name.replace("_", "."): value for name, value in given.items()}
    return {"bootstrap.servers": address, "partitioner": "murmur2_random"} | named


def _put(producer: Any, topic: str, records: Iterable[Wire], partition: int) -> None:
    faults: list[Any] = []
    for record in records:
        producer.produce(
            topic,
            record.body,
            record.key,
            partition,
            headers=list(record.headers),
            on_delivery=lambda fault, _: faults.append(fault),
        )
        producer.poll(0)
    assert producer.flush(30) == 0
    assert not any(faults)
