"""Records of other tools on a service's topic, and topics that change while the service runs."""

import asyncio
import hashlib
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any
from uuid import uuid4

import httpx
import pytest
from aiokafka.admin import NewPartitions, NewTopic

from contracts.events.learning_dissemination import LearningAcknowledged
from local.databases import documents
from local.deployment import Deployment
from local.grounds.ground import EMBEDDED
from local.grounds.kafka import administering
from local.operator import ask
from local.partnership import COUNCIL
from local.parts.loopback import PLAIN
from local.parts.names import SERVICES
from local.people import REGISTRY, has_its_place, readiness
from local.scenarios.action_tracking import TRACKING, agreed, life, lives, new_actions, rechecked
from local.waiting import eventually_async
from local.wire import PARTITIONS, Wire, read_topic, send, topic_of, wire
from services.chassis.messaging.topics import Shape, prepare
from services.chassis.rules.decisions import derived
from tests.conformance.poison import also, strange
from tests.faults.actions import effects, heard_all
from tests.faults.limits import SHORT
from tests.faults.parked import discard, drained, waiting
from tests.kafka.broker import set_topic
from tests.kafka.foreign import BY_KEY, CODECS, begin_transaction, codecs_of, in_transaction, produce
from tests.kafka.secured import Secured, secured

LEARNING = "learning-dissemination"
SHAPE = Shape(PARTITIONS, replication=1, largest_event=65_536)
SOUND = SHAPE.settings()
LARGE = 12_000_000
STRANGE = tuple(strange(rechecked("00000000-0000-4000-8000-000000000001", 1)))
LOOK = 5.0
"""Seconds that a look may take at most."""
WITHIN = 60.0
"""Seconds after which a new partition is read at the latest. Clients ask for partitions every 30 seconds."""


@pytest.fixture(scope="module")
def kafka() -> Iterator[Deployment]:
    with Deployment(services=(), forked=True, settings=SHORT) as running:
        running.start_part(REGISTRY, wait=False)
        asyncio.run(has_its_place(running))
        yield running
        running.kill(REGISTRY)


@pytest.fixture(scope="module")
def fenced(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Secured, Deployment]]:
    """The registry on a broker with access lists, with its least rights."""
    with secured(tmp_path_factory.mktemp("secured")) as broker:
        asyncio.run(all_topics(broker.addresses["OPEN"]))
        broker.least_rights(REGISTRY)
        settings = SHORT | broker.settings(REGISTRY, "plain")
        with Deployment(services=(), broker=False, stack=EMBEDDED, settings=settings) as running:
            running.start_part(REGISTRY)
            yield broker, running
            running.kill(REGISTRY)


async def all_topics(address: str) -> None:
    async with administering(address) as client:
        await prepare(client, SERVICES, SHAPE)


def write(kafka: Deployment, records: Sequence[Wire], partition: int = BY_KEY, **settings: Any) -> None:
    """Sends records to action tracking's topic with another client than ours. `settings` are librdkafka's."""
    produce(kafka.broker_address, topic_of(kafka, TRACKING), records, partition, **settings)


async def are_parked(kafka: Deployment, count: int) -> list[dict[str, Any]]:
    """Returns the parked records once there are so many."""

    async def there() -> bool:
        return len(waiting(kafka)) >= count

    await eventually_async(there, within=30, every=0.1, what=f"{count} records are parked")
    assert len(waiting(kafka)) == count
    return waiting(kafka)


async def discard_all(kafka: Deployment) -> None:
    """Discards the records that wait for a person. Those behind them follow by themselves."""
    for each in waiting(kafka):
        if each["status"] == "troubled":
            discard(kafka, each["id"])
    await drained(kafka, REGISTRY)


@pytest.mark.parametrize("codec", CODECS)
async def test_every_codec_of_a_foreign_producer_is_read(kafka: Deployment, codec: str) -> None:
    actions = new_actions(12)
    write(kafka, lives(actions, 3), compression_type=codec, linger_ms=50)
    assert await codecs_of(kafka, TRACKING, actions) == {codec}
    await heard_all(kafka, actions, 3)


@pytest.mark.parametrize("codec", CODECS)
async def test_every_codec_of_a_topic_is_read(kafka: Deployment, codec: str) -> None:
    """The broker compresses records that came without a codec."""
    await set_topic(kafka, topic_of(kafka, TRACKING), SOUND | {"compression.type": codec})
    try:
        actions = new_actions(12)
        await send(kafka, TRACKING, lives(actions, 3))
        assert await codecs_of(kafka, TRACKING, actions) == {codec}
        await heard_all(kafka, actions, 3)
    finally:
        await set_topic(kafka, topic_of(kafka, TRACKING), SOUND)


async def test_an_aborted_transaction_has_no_effect_and_a_committed_one_has(kafka: Deployment) -> None:
    """The aborted re-check has a higher sequence. With an effect, it would hide the re-check that follows."""
    (action,) = new_actions(1)
    at = (kafka.broker_address, topic_of(kafka, TRACKING))
    in_transaction(*at, life(action, 1), id_="a-tool", commit=True)
    in_transaction(*at, [rechecked(action, 7)], id_="a-tool", commit=False)
    await send(kafka, TRACKING, [rechecked(action, 2)])
    await heard_all(kafka, [action], 2)
    assert [each.number for each in await read_topic(kafka, TRACKING) if each.aggregate == action] == [1, 2, 8, 3]


async def test_a_transaction_left_open_holds_records_until_the_broker_ends_it(kafka: Deployment) -> None:
    (action,) = new_actions(1)
    at = (kafka.broker_address, topic_of(kafka, TRACKING))
    begin_transaction(*at, life(action, 7), id_="a-tool-that-died", transaction_timeout_ms=2000)
    await send(kafka, TRACKING, life(action, 2))
    await heard_all(kafka, [action], 2)


@pytest.mark.parametrize("body", [None, b""], ids=["tombstone", "empty"])
async def test_a_record_without_a_body_is_parked_and_its_lane_goes_on_after_it(kafka: Deployment, body: bytes | None) -> None:
    action, other = new_actions(2)
    write(kafka, [agreed(action), replace(rechecked(action, 1), body=body), rechecked(action, 2), *life(other, 2)])
    found = await are_parked(kafka, 2)
    assert [each["status"] for each in found] == ["troubled", "behind"]
    assert "json_invalid" in found[0]["reason"]
    await heard_all(kafka, [other], 2)
    await discard_all(kafka)
    assert effects(kafka, [action]) == {action: [2]}


@pytest.mark.parametrize("kind", STRANGE)
async def test_headers_of_other_tools_do_no_harm(kafka: Deployment, kind: str) -> None:
    (action,) = new_actions(1)
    write(kafka, [agreed(action), strange(rechecked(action, 1))[kind], rechecked(action, 2)])
    await heard_all(kafka, [action], 2)
    assert waiting(kafka) == []


def type_twice(record: Wire) -> Wire:
    return also(record, ("ce_type", b"learning.SomethingNew.v1"))


def sequence_twice(record: Wire) -> Wire:
    return also(record, ("ce_sequence", b"0001-0000009999"))


@pytest.mark.parametrize("doubled", [type_twice, sequence_twice])
async def test_a_doubled_header_of_the_envelope_is_parked(kafka: Deployment, doubled: Callable[[Wire], Wire]) -> None:
    """A reader that took the last one would skip this event, or all later ones, in silence."""
    (action,) = new_actions(1)
    produce(
        kafka.broker_address, topic_of(kafka, TRACKING), [agreed(action), doubled(rechecked(action, 1)), rechecked(action, 2)]
    )
    found = await are_parked(kafka, 2)
    assert [each["status"] for each in found] == ["troubled", "behind"]
    assert "a header is there twice" in found[0]["reason"]
    await discard_all(kafka)
    assert effects(kafka, [action]) == {action: [2]}


async def test_a_record_too_large_to_keep_is_parked_by_its_hash(kafka: Deployment) -> None:
    """Its partition goes on. A topic takes such a record if its `max.message.bytes` was raised."""
    topic, partition = topic_of(kafka, TRACKING), 3
    action, other = new_actions(2)
    large = replace(rechecked(action, 1), body=b"x" * LARGE)
    await set_topic(kafka, topic, SOUND | {"max.message.bytes": str(2 * LARGE)})
    try:
        write(kafka, [agreed(action), large, *life(other, 2)], partition, message_max_bytes=2 * LARGE)
    finally:
        await set_topic(kafka, topic, SOUND)
    (found,) = await are_parked(kafka, 1)
    await heard_all(kafka, [other], 2)
    (shown,) = (await asyncio.to_thread(ask, kafka, REGISTRY, "show", found["id"], "--json")).rows
    assert (shown["topic"], shown["partition"], shown["body_bytes"]) == (topic, partition, LARGE)
    assert shown["sha256"] == hashlib.sha256(large.body or b"").hexdigest()
    await discard_all(kafka)


@pytest.mark.parametrize("rights", [("Read",), ("Read", "Describe")], ids=" ".join)
async def test_a_topic_that_may_not_be_read_delays_no_other(
    fenced: tuple[Secured, Deployment], rights: tuple[str, ...]
) -> None:
    """The service is not ready meanwhile. Given the right, it reads everything without a restart."""
    broker, running = fenced
    at = broker.addresses["OPEN"]
    log, (action,), id_ = running.folder / "logs" / f"{REGISTRY}.log", new_actions(1), str(uuid4())
    before = len(log.read_text())
    broker.revoke(REGISTRY, *rights, topic=TRACKING)
    try:
        await eventually_async(lambda: not_ready(running), within=60, every=0.2, what="it is not ready")
        produce(at, TRACKING, life(action, 2))
        produce(at, LEARNING, [acknowledged(id_)])
        await eventually_async(lambda: is_known(running, id_), within=20, every=0.2, what="the other topic is read")
        assert effects(running, [action]) == {}
        assert TRACKING in log.read_text()[before:]
    finally:
        broker.grant(REGISTRY, *rights, topic=TRACKING)
    await heard_all(running, [action], 2)
    await heard_all(running, [action], 2)
    await has_its_place(running)


GROUP = "social-worker"


def acknowledged(id_: str) -> Wire:
    event = LearningAcknowledged(product=id_, agency=COUNCIL, professional_group=GROUP, period="2027-05", count=5)
    return wire(event, id_, 1)


async def is_known(running: Deployment, id_: str) -> bool:
    known = derived("acknowledged", id_, COUNCIL, GROUP)
    return known in documents(running, [known])


@pytest.mark.parametrize("gap", [False, True], ids=["at once", "after a while"])
async def test_a_topic_made_again_under_its_name_is_read_from_its_beginning(kafka: Deployment, gap: bool) -> None:  # noqa: FBT001
    """It holds fewer records than the service had read of it, so all of them lie below its old position."""
    topic, made_again = topic_of(kafka, TRACKING), f"topic {topic_of(kafka, TRACKING)} was made again under its name"
    log = kafka.folder / "logs" / f"{REGISTRY}.log"
    await heard_everywhere(kafka, 6)
    await eventually_async(has_looked(kafka), within=30, every=0.2, what="the service knows the ends of its partitions")
    noticed = log.read_text().count(made_again)
    async with administering(kafka.broker_address) as client:
        await client.delete_topics([topic])
        if gap:
            await eventually_async(lambda: not_ready(kafka), within=60, every=0.2, what="the service misses the topic")

        async def made() -> bool:
            answer = await client.create_topics([NewTopic(topic, PARTITIONS, 1, topic_configs=SHAPE.settings())])
            return bool(answer.topic_errors[0][1] == 0)

        await eventually_async(made, within=30, every=0.1, what="the topic is made again")
    await heard_everywhere(kafka, 1)

    async def said() -> bool:
        return log.read_text().count(made_again) == noticed + PARTITIONS

    await eventually_async(said, within=60, every=0.2, what="the log names it")
    assert await readiness(kafka) == (200, {"store": "answers", "broker": "answers"})


def has_looked(kafka: Deployment) -> Callable[[], Awaitable[bool]]:
    """Returns a check that is true once the service has looked at its topics after this moment."""
    began = time.monotonic()

    async def looked() -> bool:
        async with httpx.AsyncClient(base_url=kafka.url(REGISTRY), verify=PLAIN) as client:
            age: float = (await client.get("/health/live")).json()["loops"]["watch"]
        return time.monotonic() - age > began + LOOK

    return looked


async def not_ready(kafka: Deployment) -> bool:
    return (await readiness(kafka))[0] == 503


async def heard_everywhere(kafka: Deployment, rechecks: int) -> None:
    """Returns once an action's events have taken effect in each partition."""
    actions = new_actions(PARTITIONS)
    for partition, action in enumerate(actions):
        write(kafka, life(action, rechecks), partition)
    await heard_all(kafka, actions, rechecks)


async def test_an_added_partition_is_read_within_a_minute(kafka: Deployment) -> None:
    """A process that starts refuses such a topic. One that runs reads all of it."""
    action, other = new_actions(2)
    async with administering(kafka.broker_address) as client:
        await client.create_partitions({topic_of(kafka, TRACKING): NewPartitions(PARTITIONS + 1)})
    write(kafka, life(action, 2), PARTITIONS)
    await heard_all(kafka, [action], 2, within=WITHIN)
    await send(kafka, TRACKING, life(other, 2))
    await heard_all(kafka, [other], 2)
    assert await readiness(kafka) == (200, {"store": "answers", "broker": "answers"})
