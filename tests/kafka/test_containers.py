"""The parts of the deployment on containers that every journey and fault test relies on, without any service."""

import asyncio
from collections.abc import Iterator
from contextlib import closing

import docker
import pytest
from aiokafka.errors import KafkaError

from local.databases import database
from local.deployment import Deployment
from local.grounds.containers import Containers
from local.parts.names import BROKER, STORE
from local.scenarios.action_tracking import TRACKING, agreed, new_actions
from local.waiting import eventually
from local.wire import length_of, make_topics, send


@pytest.fixture(scope="module")
def deployment() -> Iterator[Deployment]:
    with Deployment(services=(), links=True, broker_settings={"compression.type": "zstd"}) as running:
        yield running


@pytest.fixture(autouse=True)
def whole(deployment: Deployment) -> Iterator[None]:
    yield
    for link in (BROKER, STORE):
        deployment.mend(link)


def told(deployment: Deployment, count: int) -> None:
    asyncio.run(send(deployment, TRACKING, [agreed(each) for each in new_actions(count)]))


def length(deployment: Deployment) -> int:
    return asyncio.run(length_of(deployment, TRACKING))


def test_killed_broker_comes_back_with_its_records(deployment: Deployment) -> None:
    asyncio.run(make_topics(deployment, TRACKING))
    told(deployment, 3)
    generation = deployment.generation
    deployment.kill(BROKER)
    deployment.start_part(BROKER)
    assert (length(deployment), deployment.generation) == (3, generation)


def test_broker_that_lost_its_data_is_empty_and_the_generation_rises(deployment: Deployment) -> None:
    generation = deployment.generation
    deployment.lose_broker_data()
    assert (length(deployment), deployment.generation) == (0, generation + 1)


def test_frozen_broker_answers_again_when_it_is_thawed(deployment: Deployment) -> None:
    asyncio.run(make_topics(deployment, TRACKING))
    deployment.freeze(BROKER)
    try:
        with pytest.raises((KafkaError, TimeoutError)):
            asyncio.run(asyncio.wait_for(length_of(deployment, TRACKING), 2))
    finally:
        deployment.thaw(BROKER)
    told(deployment, 1)


def test_nothing_reaches_the_broker_while_its_link_is_cut(deployment: Deployment) -> None:
    """The broker advertises the link, so no client finds a way past it."""
    before = length(deployment)
    deployment.cut(BROKER)
    with pytest.raises(KafkaError):
        told(deployment, 1)
    deployment.mend(BROKER)
    assert length(deployment) == before


def test_killed_store_remembers_what_it_acknowledged(deployment: Deployment) -> None:
    with database(deployment) as there:
        there.acknowledged.insert_many([{"_id": str(number)} for number in range(20)])
    deployment.kill(STORE)
    deployment.start_part(STORE)
    with database(deployment) as there:
        assert eventually(lambda: there.acknowledged.count_documents({}), what="the store answers") == 20


def test_nothing_is_left_when_the_deployment_stops() -> None:
    with Deployment(services=()) as running:
        ground = running._ground
        assert isinstance(ground, Containers)
        ids = [each.get_container_id() for each in ground._containers.values()]
    with closing(docker.from_env()) as engine:
        kept = {each.id for each in engine.containers.list(all=True)}
    assert len(ids) == 2
    assert not kept & {*ids}
