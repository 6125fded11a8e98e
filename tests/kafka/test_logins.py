"""A service reaches a broker with TLS, a login and access lists, with each kind of login and the least rights."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiokafka.errors import GroupAuthorizationFailedError, TopicAuthorizationFailedError
from faststream.security import BaseSecurity

from local.databases import everything_is_sent
from local.deployment import Deployment
from local.grounds.ground import EMBEDDED
from local.operator import Answer, ask
from local.parts.names import SERVICES
from local.people import REGISTRY, people, readiness
from local.scenarios.action_tracking import TRACKING, lives, new_actions
from local.waiting import eventually_async
from services.chassis.messaging.connection import Connection, connection
from services.chassis.messaging.refused import NotConnected, connect
from services.chassis.messaging.topics import Shape, WrongTopics, administering, prepare
from services.chassis.settings import Settings
from tests.faults.actions import heard_all
from tests.faults.limits import SHORT
from tests.kafka.broker import log_of_a_start
from tests.kafka.certificates import Authority
from tests.kafka.foreign import produce
from tests.kafka.secured import LOGINS, Secured, secured

REFUSED = 30
"""Seconds within which a refused start ends: it does not wait for a refusal to pass."""
SHAPE = Shape(partitions=12, replication=1, largest_event=65_536)


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    """Runs a broker on which each service has its least rights, and every topic exists."""
    with secured(tmp_path_factory.mktemp("secured")) as running:
        for service in SERVICES:
            running.least_rights(service)
        asyncio.run(make_topics(running))
        yield running


@pytest.fixture(scope="module")
def deployment(broker: Secured) -> Iterator[Deployment]:
    with Deployment(services=(), broker=False, stack=EMBEDDED, settings=SHORT) as running:
        yield running


async def make_topics(broker: Secured) -> None:
    """Makes them as an administrator, because no service may."""
    async with administering(Connection(broker.addresses["OPEN"], "tests", 20, BaseSecurity())) as admin:
        await prepare(admin, SERVICES, SHAPE)


@contextmanager
def running_registry(deployment: Deployment, settings: Mapping[str, object]) -> Iterator[None]:
    """Runs the registry as a process with these settings."""
    usual = dict(deployment.settings)
    deployment.settings.update(settings)
    deployment.start_part(REGISTRY)
    try:
        yield
    finally:
        deployment.stop_part(REGISTRY)
        deployment.settings.clear()
        deployment.settings.update(usual)


async def asked(deployment: Deployment, *task: str) -> Answer:
    return await asyncio.to_thread(ask, deployment, REGISTRY, *task, "--json")


@pytest.mark.parametrize(("login", "idempotent"), [*((login, False) for login in LOGINS), ("scram-sha-512", True)])
async def test_a_service_works_with_each_login(
    broker: Secured, deployment: Deployment, login: str, *, idempotent: bool
) -> None:
    """It publishes and reads, and so do the operator's tasks, with the least rights and the name of the service."""
    settings = broker.settings(REGISTRY, login) | {"idempotent_producer": idempotent, "replica": "one"}
    actions = new_actions(3)
    with running_registry(deployment, settings):
        async with people(deployment) as callers:
            await callers.reviews(2, 1)
        await everything_is_sent(deployment)
        produce(broker.addresses["OPEN"], TRACKING, lives(actions, 1))
        await heard_all(deployment, actions, 1)
        assert names_in_the_group(broker) == [(REGISTRY, f"{REGISTRY}-one")]

        async def all_is_read() -> bool:
            reading = await asked(deployment, "reading")
            rows = {row["topic"]: (row["partitions"], row["behind"]) for row in reading.rows}
            return (reading.code, rows) == (0, dict.fromkeys(SERVICES, (12, 0)))

        await eventually_async(all_is_read, within=30, every=0.5, what="the task `reading` shows that all is read")
        since = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
        restore = await asked(deployment, "restore", "--dry-run", "--since", since)
        assert (restore.code, restore.rows[-1]) == (0, {"history_set_aside": 0, "incarnation": 2})


def names_in_the_group(broker: Secured) -> list[tuple[str, str]]:
    """Returns the client id and the instance id of each member of the registry's group, as the broker knows them."""
    (answer,) = broker.admin.describe_consumer_groups([f"{REGISTRY}-inbox"]).values()
    return [(member.client_id, member.group_instance_id) for member in answer.result(30).members]


async def test_a_login_that_expires_is_renewed_without_a_gap(broker: Secured, deployment: Deployment) -> None:
    """The broker ends each connection whose login expires (`connections.max.reauth.ms`)."""
    log, actions, statuses = deployment.folder / "logs" / f"{REGISTRY}.log", new_actions(3), set()

    async def cut_off_twice() -> bool:
        statuses.add((await readiness(deployment))[0])
        return log.read_text().count("Failed fetch messages") - before >= 2

    before = log.read_text().count("Failed fetch messages") if log.exists() else 0
    with running_registry(deployment, expiring(broker)):
        await eventually_async(cut_off_twice, within=60, every=0.1, what="the broker has ended two connections")
        async with people(deployment) as callers:
            await callers.reviews(2, 1)
        await everything_is_sent(deployment)
        produce(broker.addresses["OPEN"], TRACKING, lives(actions, 1))
        await heard_all(deployment, actions, 1)
    assert statuses == {200}


async def test_a_login_that_stops_working_is_named_and_needs_no_restart(broker: Secured, deployment: Deployment) -> None:
    actions = new_actions(3)
    with running_registry(deployment, expiring(broker)):
        broker.know({REGISTRY: secrets.token_urlsafe(16)})
        try:
            await eventually_async(lambda: not_ready(deployment), within=60, every=0.2, what="it is not ready")
            async with people(deployment) as callers:
                await callers.reviews(2, 1)
            produce(broker.addresses["OPEN"], TRACKING, lives(actions, 1))
            await eventually_async(lambda: the_setting_is_named(deployment), within=60, every=0.5, what="`pending` says why")
        finally:
            broker.know(broker.passwords)
        await everything_is_sent(deployment, within=90)
        await heard_all(deployment, actions, 1)


def expiring(broker: Secured) -> dict[str, object]:
    """Returns the settings of a login that expires every few seconds."""
    return broker.settings(REGISTRY, "scram-sha-512") | {"broker": broker.addresses["EXPIRING"]}


async def not_ready(deployment: Deployment) -> bool:
    return (await readiness(deployment))[0] == 503


async def the_setting_is_named(deployment: Deployment) -> bool:
    """Returns true if each document that waits names the setting."""
    rows = (await asked(deployment, "pending")).rows
    return bool(rows) and all("LEARNING_BROKER_CREDENTIALS" in row.get("why", "") for row in rows)


@pytest.mark.parametrize("login", ["plain", "scram-sha-512", "oauthbearer"])
async def test_a_wrong_password_ends_start_and_task_with_the_setting(
    broker: Secured, deployment: Deployment, login: str
) -> None:
    wrong = secrets.token_urlsafe(16)
    settings = {name: str(value) for name, value in broker.settings(REGISTRY, login, password=wrong).items()}
    said = await asyncio.to_thread(log_of_a_start, deployment, settings, within=REFUSED)
    task = await asyncio.to_thread(
        ask, deployment, REGISTRY, "restore", "--dry-run", "--since", "2026-11-24T09:30+00:00", **settings
    )
    assert f"{REGISTRY} cannot start" in said
    assert (task.code, task.printed) == (2, "")
    for text in (said, task.said):
        assert "LEARNING_BROKER_CREDENTIALS" in text
        assert wrong not in text


def test_an_unknown_authority_ends_the_start_with_the_setting(broker: Secured, deployment: Deployment, tmp_path: Path) -> None:
    other = Authority(tmp_path, "another-authority")
    said = log_of_a_start(deployment, broker.settings(REGISTRY, "plain") | {"broker_ca": other.file}, within=REFUSED)
    assert f"{REGISTRY} cannot start" in said
    assert "LEARNING_BROKER_CA" in said


def settings_of(settings: Mapping[str, object]) -> Settings:
    common = {"issuer": "nobody", "audience": "nobody", "jwks": "keys.json", "store": "mongodb://store/registry"}
    files = {"framework": Path("framework.yaml"), "keys": Path("keys.json")}
    return Settings.model_validate({"profile": "local", **common, **files, **settings})


@pytest.mark.parametrize(
    ("login", "changed", "named"),
    [
        ("certificate", {"broker_certificate": None, "broker_key": None, "broker_login": "none"}, "_CERTIFICATE"),
        ("plain", {"broker_login": "none"}, "LEARNING_BROKER_LOGIN"),
        ("plain", {"broker_tls": False, "broker_ca": None}, "LEARNING_BROKER_TLS"),
    ],
)
async def test_a_broker_that_wants_another_login_is_named_by_the_setting(
    broker: Secured, login: str, changed: dict[str, object], named: str
) -> None:
    settings = settings_of(broker.settings(REGISTRY, login) | changed)
    with pytest.raises(NotConnected, match=named):
        async with administering(connection(settings, REGISTRY)):
            pass


async def test_a_certificate_of_another_authority_is_named_by_the_setting(broker: Secured, tmp_path: Path) -> None:
    certificate, key = Authority(tmp_path, "another-authority").sign(REGISTRY)
    changed = {"broker_certificate": certificate, "broker_key": key}
    settings = settings_of(broker.settings(REGISTRY, "certificate") | changed)
    with pytest.raises(NotConnected, match="refuses our certificate") as fault:
        async with administering(connection(settings, REGISTRY)):
            pass
    assert not fault.value.retriable


def connection_of(broker: Secured, service: str) -> Connection:
    """Returns the connection of a service that logs in with its certificate."""
    return connection(settings_of(broker.settings(service, "certificate")), service)


@asynccontextmanager
async def started(client: Any) -> AsyncIterator[Any]:
    await connect(client)
    try:
        yield client
    finally:
        await client.stop()


@pytest.mark.parametrize("service", SERVICES)
async def test_a_login_publishes_to_no_topic_but_its_own(broker: Secured, service: str) -> None:
    async with started(connection_of(broker, service).producer(idempotent=True)) as producer:
        await producer.send_and_wait(service, b"{}", key=b"somebody")
    for other in {*SERVICES} - {service}:
        async with started(connection_of(broker, service).producer(idempotent=False)) as producer:
            with pytest.raises(TopicAuthorizationFailedError):
                await producer.send_and_wait(other, b"{}", key=b"somebody")


async def test_a_login_reads_in_no_group_but_its_own(broker: Secured) -> None:
    consumer = connection_of(broker, REGISTRY).consumer(group_id=f"{TRACKING}-inbox")
    async with started(consumer):
        consumer.subscribe([REGISTRY])
        with pytest.raises(GroupAuthorizationFailedError):
            await consumer.getmany(timeout_ms=10_000)


async def test_a_login_makes_no_topic_and_names_the_right_it_lacks(broker: Secured) -> None:
    async with administering(connection_of(broker, REGISTRY)) as admin:
        with pytest.raises(WrongTopics, match=f"{REGISTRY}.g2 does not exist, and this login may not create it") as fault:
            await prepare(admin, [f"{REGISTRY}.g2", *SERVICES], SHAPE)
    assert not fault.value.retriable


async def test_a_login_that_may_not_see_settings_warns_and_starts(broker: Secured, caplog: pytest.LogCaptureFixture) -> None:
    broker.revoke(TRACKING, "DescribeConfigs", topic=REGISTRY)
    try:
        async with administering(connection_of(broker, TRACKING)) as admin:
            await prepare(admin, SERVICES, SHAPE)
    finally:
        broker.grant(TRACKING, "DescribeConfigs", topic=REGISTRY)
    (warning,) = [each for each in caplog.messages if "are not checked" in each]
    assert warning == f"the settings of topic {REGISTRY} are not checked: TopicAuthorizationFailedError"
