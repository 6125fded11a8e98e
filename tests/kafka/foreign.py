"""Records as another client writes them: librdkafka through confluent-kafka, which shares no code with ours."""

from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from local.wire import Wire

confluent_kafka = pytest.importorskip("confluent_kafka", reason="it needs confluent-kafka")


def produce(address: str, topic: str, records: Iterable[Wire], **settings: Any) -> None:
    """Sends records and returns once the broker has confirmed each. `settings` are librdkafka's, with `_` for `.`."""
    producer = confluent_kafka.Producer(_settings(address, settings))
    faults: list[Any] = []
    _put(producer, topic, records, faults)
    assert producer.flush(30) == 0
    assert not any(faults)


def in_transaction(address: str, topic: str, records: Iterable[Wire], *, id_: str, commit: bool) -> None:
    """Sends records in a transaction, which is then committed or aborted. Either leaves a marker behind the records."""
    producer = confluent_kafka.Producer(_settings(address, {"transactional.id": id_}))
    producer.init_transactions(30)
    producer.begin_transaction()
    _put(producer, topic, records, [])
    producer.flush(30)
    (producer.commit_transaction if commit else producer.abort_transaction)(30)


def administrator(address: str) -> Any:
    """Returns a client that makes, changes and deletes topics, groups and records."""
    from confluent_kafka.admin import AdminClient  # noqa: PLC0415 - only where the library is there

    return AdminClient({"bootstrap.servers": address})


def _settings(address: str, given: Mapping[str, Any]) -> dict[str, Any]:
    return {"bootstrap.servers": address} | {name.replace("_", "."): value for name, value in given.items()}


def _put(producer: Any, topic: str, records: Iterable[Wire], faults: list[Any]) -> None:
    for record in records:
        producer.produce(
            topic, record.body, record.key, headers=list(record.headers), on_delivery=lambda fault, _: faults.append(fault)
        )
        producer.poll(0)
