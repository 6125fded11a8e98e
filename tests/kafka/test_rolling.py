"""A rolling restart of two replicas under a steady stream of events, with and without names that they keep."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import pytest
from aiokafka import AIOKafkaProducer

from local.databases import documents
from local.deployment import Deployment
from local.people import REGISTRY, has_its_place
from local.scenarios.action_tracking import TRACKING, agreed, new_actions, rechecked
from local.waiting import eventually_async
from local.wire import PARTITIONS, Wire, topic_of
from tests.faults.actions import heard_all
from tests.kafka.foreign import administrator

LONGEST_GAP = 15.0
"""Seconds."""
TICK = 0.25
"""Seconds between two events of an action."""
GLANCE = 0.05
"""Seconds between two looks at the store."""
REPLICAS = {REGISTRY: 1, f"{REGISTRY}#2": 2}


@dataclass
class Stream:
    """Events of one action per partition, and the time of each one's last effect."""

    actions: list[str] = field(default_factory=lambda: new_actions(PARTITIONS))
    sent: int = 0
    """The re-checks that each action has."""
    versions: dict[str, int] = field(default_factory=dict)
    last: dict[str, float] = field(default_factory=dict)
    gaps: dict[str, float] = field(default_factory=dict)
    """The longest time between two effects of each action."""

    async def send(self, deployment: Deployment, ended: asyncio.Event) -> None:
        producer = AIOKafkaProducer(bootstrap_servers=deployment.broker_address)
        await producer.start()
        try:
            await self._put(producer, topic_of(deployment, TRACKING), [agreed(action) for action in self.actions])
            while not ended.is_set():
                self.sent += 1
                records = [rechecked(action, self.sent) for action in self.actions]
                await self._put(producer, topic_of(deployment, TRACKING), records)
                await passed(ended, TICK)
        finally:
            await producer.stop()

    async def _put(self, producer: AIOKafkaProducer, topic: str, records: list[Wire]) -> None:
        for number, each in enumerate(records):
            await producer.send(topic, each.body, key=each.key, headers=[*each.headers], partition=number)
        await producer.flush()

    async def watch(self, deployment: Deployment, ended: asyncio.Event) -> None:
        while not ended.is_set():
            now = time.monotonic()
            for id_, record in documents(deployment, self.actions).items():
                if record["version"] != self.versions.get(id_):
                    self.versions[id_] = record["version"]
                    self.gaps[id_] = max(self.gaps.get(id_, 0), now - self.last.get(id_, now))
                    self.last[id_] = now
            await passed(ended, GLANCE)

    async def goes_on(self) -> None:
        """Returns once each action has an effect of an event that was sent from now on."""
        sent = self.sent + 2

        async def heard() -> bool:
            return len(self.versions) == PARTITIONS and min(self.versions.values()) > sent

        await eventually_async(heard, within=60, every=GLANCE, what="each action has a new effect")


async def passed(ended: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(ended.wait(), seconds)


@asynccontextmanager
async def streaming(deployment: Deployment) -> AsyncIterator[Stream]:
    stream, sent, seen = Stream(), asyncio.Event(), asyncio.Event()
    async with asyncio.TaskGroup() as both:
        both.create_task(stream.send(deployment, sent))
        both.create_task(stream.watch(deployment, seen))
        try:
            yield stream
            sent.set()
            await heard_all(deployment, stream.actions, stream.sent)
        finally:
            sent.set()
            seen.set()


@pytest.fixture(params=[False, True], ids=["without a name", "with a name"])
def named(request: pytest.FixtureRequest) -> bool:
    mode: bool = request.param
    return mode


@pytest.fixture
def deployment(named: bool) -> Iterator[Deployment]:  # noqa: FBT001 - a fixture
    with Deployment(services=()) as running:
        for part in REPLICAS:
            start(running, part, named=named)
        asyncio.run(both_have_their_place(running))
        yield running


def start(deployment: Deployment, part: str, *, named: bool) -> None:
    deployment.settings["replica"] = str(REPLICAS[part]) if named else ""
    deployment.start_part(part)


async def both_have_their_place(deployment: Deployment) -> None:
    await asyncio.gather(*(has_its_place(deployment, replica=replica) for replica in REPLICAS.values()))


def places(deployment: Deployment) -> Mapping[str | None, frozenset[tuple[str, int]]]:
    """Returns the partitions of each member of the group, by the name that it keeps."""
    group, client = topic_of(deployment, f"{REGISTRY}-inbox"), administrator(deployment.broker_address)
    found = client.describe_consumer_groups([group])[group].result(30)
    return {
        member.group_instance_id: frozenset((each.topic, each.partition) for each in member.assignment.topic_partitions)
        for member in found.members
    }


async def test_a_rolling_restart_delays_no_event_for_long(deployment: Deployment, named: bool) -> None:  # noqa: FBT001
    """Each event takes effect once, in order. Replicas with names get their own partitions back."""
    before = places(deployment)
    assert {*before} == ({f"{REGISTRY}-{number}" for number in REPLICAS.values()} if named else {None})
    async with streaming(deployment) as stream:
        await stream.goes_on()
        for part, replica in REPLICAS.items():
            await asyncio.to_thread(deployment.stop_part, part)
            await asyncio.to_thread(start, deployment, part, named=named)
            await has_its_place(deployment, replica=replica)
            await stream.goes_on()
    assert max(stream.gaps.values()) <= LONGEST_GAP
    if named:
        assert places(deployment) == before


@pytest.mark.parametrize("named", [True], ids=["with a name"], indirect=True)
async def test_a_replica_with_a_name_that_stays_away_loses_its_partitions(deployment: Deployment) -> None:
    """The group waits for its return for `LEARNING_GROUP_SESSION_SECONDS`, and no longer."""
    async with streaming(deployment) as stream:
        await stream.goes_on()
        await asyncio.to_thread(deployment.stop_part, f"{REGISTRY}#2")
        await stream.goes_on()
    assert max(stream.gaps.values()) <= LONGEST_GAP
    assert {*places(deployment)} == {f"{REGISTRY}-1"}
