"""A service reaches a broker with TLS, a login and access lists, with each kind of login and the least rights."""

import asyncio
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiokafka.errors import TopicAuthorizationFailedError
from faststream.security import BaseSecurity

from local.databases import everything_is_sent
from local.deployment import Deployment
from local.grounds.ground import EMBEDDED
from local.operator import ask
from local.parts.names import SERVICES
from local.parts.service import service_command
from local.people import REGISTRY, people
from services.chassis.messaging.connection import Connection, connection
from services.chassis.messaging.topics import Shape, administering, prepare
from services.chassis.settings import Settings
from tests.faults.limits import SHORT
from tests.kafka.certificates import Authority
from tests.kafka.secured import LOGINS, Secured, secured

TRACKING = SERVICES[1]
SHAPE = Shape(partitions=12, replication=1, largest_event=65_536)


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    """Runs a broker on which the registry has its least rights, and every topic exists."""
    with secured(tmp_path_factory.mktemp("secured")) as running:
        running.least_rights(REGISTRY)
        yield running


@pytest.fixture(scope="module")
def deployment(broker: Secured) -> Iterator[Deployment]:
    with Deployment(services=(), broker=False, stack=EMBEDDED, settings=SHORT) as running:
        yield running


@pytest.fixture(autouse=True)
async def _topics(broker: Secured) -> None:
    """Made by an administrator, because no service may."""
    async with administering(Connection(broker.addresses["OPEN"], "tests", 20, BaseSecurity())) as admin:
        await prepare(admin, SERVICES, SHAPE)


@pytest.mark.parametrize("login", LOGINS)
async def test_a_service_publishes_and_reads_with_each_login(broker: Secured, deployment: Deployment, login: str) -> None:
    deployment.settings.update(broker.settings(REGISTRY, login))
    deployment.start_part(REGISTRY)
    try:
        async with people(deployment) as callers:
            await callers.reviews(2, 1)
        await everything_is_sent(deployment)
        rows = (await asyncio.to_thread(ask, deployment, REGISTRY, "reading", "--json")).rows
        assert {row["topic"]: row["partitions"] for row in rows} == dict.fromkeys(SERVICES, 12)
        assert sum(row["records"] for row in rows) > 0
    finally:
        deployment.stop_part(REGISTRY)
        for name in broker.settings(REGISTRY, login):
            del deployment.settings[name]


def connection_of(broker: Secured, service: str) -> Connection:
    """Returns the connection of a service that logs in with PLAIN."""
    common = {"issuer": "nobody", "audience": "nobody", "jwks": "keys.json", "store": "mongodb://store/registry"}
    files = {"framework": Path("framework.yaml"), "keys": Path("keys.json")}
    return connection(
        Settings.model_validate({"profile": "local", **common, **files, **broker.settings(service, "plain")}), service
    )


def log_of_a_start(deployment: Deployment, settings: dict[str, object]) -> str:
    """Returns the log of a process that could not start."""
    environment = deployment.environment(REGISTRY) | {f"LEARNING_{name.upper()}": str(each) for name, each in settings.items()}
    ended = subprocess.run(service_command(REGISTRY), env=environment, capture_output=True, text=True, timeout=30, check=False)
    assert ended.returncode not in (0, -9)
    return ended.stdout + ended.stderr


@pytest.mark.parametrize("login", ["plain", "scram-sha-512", "oauthbearer"])
def test_a_wrong_password_ends_the_start_with_the_setting(broker: Secured, deployment: Deployment, login: str) -> None:
    said = log_of_a_start(deployment, broker.settings(REGISTRY, login, password="wrong"))
    assert f"{REGISTRY} cannot start" in said
    assert "LEARNING_BROKER_CREDENTIALS" in said
    assert broker.passwords[REGISTRY] not in said


def test_an_unknown_authority_ends_the_start_with_the_setting(broker: Secured, deployment: Deployment, tmp_path: Path) -> None:
    other = Authority(tmp_path, "another-authority")
    said = log_of_a_start(deployment, broker.settings(REGISTRY, "plain") | {"broker_ca": other.file})
    assert f"{REGISTRY} cannot start" in said
    assert "LEARNING_BROKER_CA" in said


async def test_a_login_publishes_to_no_topic_but_its_own(broker: Secured) -> None:
    made = connection_of(broker, REGISTRY)
    producer = made.producer(idempotent=False)
    await producer.start()
    try:
        await producer.send_and_wait(REGISTRY, b"{}", key=b"somebody")
        with pytest.raises(TopicAuthorizationFailedError):
            await producer.send_and_wait(TRACKING, b"{}", key=b"somebody")
    finally:
        await producer.stop()
