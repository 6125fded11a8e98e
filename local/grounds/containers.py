"""Apache Kafka and MongoDB in containers of their own.

`KAFKA_IMAGE` and `MONGO_IMAGE` name other images than the official ones.
"""

import os
import secrets
from collections.abc import Mapping
from contextlib import closing, suppress
from datetime import datetime

import docker
import pymongo
from docker.errors import DockerException, ImageNotFound, NotFound
from docker.models.containers import Container
from testcontainers.core.config import testcontainers_config
from testcontainers.core.container import DockerContainer

from local.grounds import kafka
from local.grounds.ground import GRACE, Site
from local.parts.names import BROKER, STORE
from local.parts.store import Logins
from local.waiting import eventually

KAFKA_IMAGE = os.environ.get("KAFKA_IMAGE", "apache/kafka:4.1.0")
MONGO_IMAGE = os.environ.get("MONGO_IMAGE", "mongo:8")
KAFKA_STARTED = b"Kafka Server started"
"""The end of the broker's start in its log."""
PORTS = {BROKER: 9092, STORE: 27017}
"""The ports inside the containers."""

BROKER_SETTINGS = {
    "node.id": "1",
    "process.roles": "broker,controller",
    "controller.quorum.voters": "1@localhost:9093",
    "controller.listener.names": "CONTROLLER",
    "listeners": "PLAINTEXT://:9092,CONTROLLER://:9093,INSIDE://:9094",
    "inter.broker.listener.name": "INSIDE",  # transactions: the broker asks itself, which no published port allows
    "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,INSIDE:PLAINTEXT",
    "log.dirs": "/var/lib/kafka/data",
    "auto.create.topics.enable": "false",
    "offsets.topic.replication.factor": "1",
    "offsets.topic.num.partitions": "4",
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "transaction.state.log.num.partitions": "4",
    "group.initial.rebalance.delay.ms": "0",
    "broker.heartbeat.interval.ms": "500",
    "broker.session.timeout.ms": "2000",  # a killed broker comes back once its old session has ended
    "group.min.session.timeout.ms": "500",  # fault tests use sessions of two seconds
}
"""Settings of a broker of one node. Those of a deployment come on top."""
JVM = {
    "KAFKA_HEAP_OPTS": "-Xms128m -Xmx384m",
    "KAFKA_JVM_PERFORMANCE_OPTS": "-XX:+UseSerialGC -XX:TieredStopAtLevel=1",  # halves the time of a start
}


class Containers:
    """A `Ground` whose containers live as long as the deployment. Their data survives a kill."""

    topic_prefix = ""
    keeps_topics = True
    settings = kafka.SETTINGS
    is_ours = True

    def __init__(self, site: Site) -> None:
        self._site = site
        self._containers: dict[str, DockerContainer] = {}
        self._logins = Logins(site.folder / "logins.json")
        self._root = secrets.token_urlsafe(24)

    @property
    def broker_address(self) -> str:
        return self._site.address(BROKER)

    def store_uri(self, service: str) -> str:
        return self._logins.uri(service, self._site.address(STORE))

    def start(self, part: str) -> None:
        if part in self._containers:
            self._container(part).start()
        else:
            self._containers[part] = (self._kafka() if part == BROKER else self._mongo()).start()
        if part == STORE and (missing := self._logins.missing(self._site.services)):
            eventually(lambda: self.answers(STORE), within=60, every=0.2, what="the store takes its first login")
            with self._admin() as client:
                self._logins.create(client, missing)

    def runs(self, part: str) -> bool:
        with suppress(KeyError, NotFound):
            container = self._container(part)
            container.reload()
            return bool(container.status in {"running", "paused"})
        return False

    def answers(self, part: str) -> bool:
        if part == BROKER:
            container = self._container(part)
            container.reload()
            began = datetime.fromisoformat(container.attrs["State"]["StartedAt"])
            return KAFKA_STARTED in container.logs(since=began.timestamp())
        with self._admin() as client:
            return bool(client.admin.command("ping"))

    def stop(self, part: str) -> None:
        self._container(part).stop(timeout=int(GRACE))

    def kill(self, part: str) -> None:
        self._container(part).kill()
        self._container(part).wait()

    def freeze(self, part: str) -> None:
        self._container(part).pause()

    def thaw(self, part: str) -> None:
        self._container(part).unpause()

    def empty_broker(self) -> None:
        self._containers.pop(BROKER).stop()
        self.start(BROKER)

    def close(self) -> None:
        while self._containers:
            self._containers.popitem()[1].stop()

    def tail(self, part: str, lines: int) -> str:
        return (
            bytes(self._container(part).logs(tail=lines)).decode(errors="replace") if part in self._containers else "(no log)"
        )

    def _container(self, part: str) -> Container:
        return self._containers[part].get_wrapped_container()

    def _kafka(self) -> DockerContainer:
        settings = (
            BROKER_SETTINGS
            | {"advertised.listeners": f"PLAINTEXT://{self.broker_address},INSIDE://localhost:9094"}
            | {**self._site.broker_settings}
        )
        return kafka_container(settings, {PORTS[BROKER]: self._site.port(BROKER)})

    def _mongo(self) -> DockerContainer:
        root = {"MONGO_INITDB_ROOT_USERNAME": "root", "MONGO_INITDB_ROOT_PASSWORD": self._root}
        container = _on_loopback(DockerContainer(MONGO_IMAGE).with_envs(**root), {PORTS[STORE]: self._site.port(STORE)})
        return container.with_command("--wiredTigerCacheSizeGB 0.25")

    def _admin(self) -> pymongo.MongoClient[dict[str, object]]:
        return pymongo.MongoClient(
            "127.0.0.1", self._site.port(STORE), username="root", password=self._root,
            directConnection=True, serverSelectionTimeoutMS=2000,
        )  # fmt: skip


def kafka_container(settings: Mapping[str, str], ports: Mapping[int, int]) -> DockerContainer:
    """Returns a broker with these settings that has not started. `ports` are those inside, with those of this machine."""
    named = {f"KAFKA_{name.replace('-', '___').replace('.', '_').upper()}": value for name, value in settings.items()}
    return _on_loopback(DockerContainer(KAFKA_IMAGE).with_envs(**JVM, **named), ports)


def _on_loopback(container: DockerContainer, ports: Mapping[int, int]) -> DockerContainer:
    for inside, outside in ports.items():
        container.ports[str(inside)] = ("127.0.0.1", outside)  # type: ignore[assignment]  # docker takes it
    return container


def ground(site: Site) -> Containers:
    return Containers(site)


def missing() -> str:
    """Returns the reason why no container can be started: no engine answers, or an image cannot be had."""
    try:
        engine = docker.from_env(timeout=10)
    except DockerException:
        return "no Docker engine answers"
    images = [KAFKA_IMAGE, MONGO_IMAGE, *([] if testcontainers_config.ryuk_disabled else [testcontainers_config.ryuk_image])]
    with closing(engine):
        lacking = [image for image in images if not _is_there(engine, image)]
    return f"the engine has no image {' and no image '.join(lacking)}, and cannot pull it" if lacking else ""


def _is_there(engine: docker.DockerClient, image: str) -> bool:
    try:
        try:
            engine.images.get(image)
        except ImageNotFound:
            engine.images.pull(image)
    except DockerException:
        return False
    return True
