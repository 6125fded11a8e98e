"""Two brokers, one of which can go away with the partitions that it leads."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from testcontainers.core.container import DockerContainer
from testcontainers.core.network import Network

from local.grounds.containers import BROKER_SETTINGS, KAFKA_STARTED, PORTS, kafka_container
from local.parts.names import BROKER
from local.parts.ports import Ports
from local.waiting import eventually

FIRST, SECOND = "broker-1", "broker-2"
CLUSTER = "5L6g3nShT-eMCtK--X86sw"
"""Any id will do, as long as both have the same."""


@dataclass(frozen=True)
class Pair:
    """Two running brokers. The first also controls the cluster."""

    address: str
    second: DockerContainer

    def lose_second(self) -> None:
        self.second.get_wrapped_container().kill()
        self.second.get_wrapped_container().wait()

    def second_returns(self) -> None:
        before = self.second.get_wrapped_container().logs().count(KAFKA_STARTED)
        self.second.get_wrapped_container().start()
        self._started(before + 1)

    def _started(self, times: int) -> None:
        container = self.second.get_wrapped_container()
        eventually(lambda: container.logs().count(KAFKA_STARTED) >= times, within=60, every=0.2, what="the broker is back")


def broker(name: str, number: int, roles: str, port: int, network: Network) -> DockerContainer:
    listeners = "INSIDE://:9094,PLAINTEXT://:9092" + (",CONTROLLER://:9093" if "controller" in roles else "")
    settings = BROKER_SETTINGS | {
        "node.id": str(number),
        "process.roles": roles,
        "controller.quorum.voters": f"1@{FIRST}:9093",
        "listeners": listeners,
        "advertised.listeners": f"INSIDE://{name}:9094,PLAINTEXT://127.0.0.1:{port}",
    }
    container = kafka_container(settings, {PORTS[BROKER]: port}).with_env("CLUSTER_ID", CLUSTER)
    return container.with_network(network).with_network_aliases(name)


@contextmanager
def pair(folder: Path) -> Iterator[Pair]:
    ports = Ports(folder / "ports.json")
    with Network() as network:
        first = broker(FIRST, 1, "broker,controller", ports.of(FIRST), network)
        second = broker(SECOND, 2, "broker", ports.of(SECOND), network)
        with first, second:
            running = Pair(f"127.0.0.1:{ports.of(FIRST)},127.0.0.1:{ports.of(SECOND)}", second)
            running._started(1)
            yield running
