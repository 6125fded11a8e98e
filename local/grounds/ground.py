"""A ground: the interface of the broker and the store below the services, and the choice of one by `STACK`."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from local.parts.ports import Ports
from local.parts.processes import Processes

EMBEDDED = "embedded"
CONTAINERS = "containers"
STACKS = (EMBEDDED, CONTAINERS, "external")
"""The modules of this package that are grounds. Each has `ground(site)` and `missing()`."""
STACK = os.environ.get("STACK", EMBEDDED)
"""The ground of every deployment that names none."""
GRACE = 20.0
"""Seconds that a part may take to end when asked."""


class NotOnThisStack(RuntimeError):
    """Something that the chosen ground cannot do. A test that needs it is skipped."""


@dataclass(frozen=True)
class Site:
    """The place of one deployment.

    `linked` puts a link before each part. A site to `throw_away` keeps no data. Each of `services` has a login in the
    store. `broker_settings` are Kafka's own, such as `{"compression.type": "zstd"}`.
    """

    folder: Path
    ports: Ports
    processes: Processes
    linked: bool
    throw_away: bool
    services: frozenset[str]
    broker_settings: Mapping[str, str]

    def port(self, part: str) -> int:
        """Returns the port that a part listens on."""
        return self.ports.of(part)

    def reached_port(self, part: str) -> int:
        """Returns the port that clients connect to: the link's, if there is one."""
        return self.ports.of(f"link to {part}" if self.linked else part)

    def address(self, part: str) -> str:
        """Returns the `host:port` that clients connect to."""
        return f"127.0.0.1:{self.reached_port(part)}"


class Ground(Protocol):
    """A broker and a store. A `part` is one of the two."""

    topic_prefix: str
    keeps_topics: bool
    """True if the broker keeps its topics over a restart."""
    is_ours: bool
    """True if the deployment runs both parts, so that it can link, kill, freeze and empty them."""
    settings: dict[str, object]
    """The settings that services need on this ground."""

    @property
    def broker_address(self) -> str: ...

    def store_uri(self, service: str) -> str:
        """Returns the address of a service's database, with its own login."""

    def start(self, part: str) -> None:
        """Starts a part without waiting for it. The store gets the logins that it lacks."""

    def runs(self, part: str) -> bool: ...

    def answers(self, part: str) -> bool:
        """Returns true if a part can be used."""

    def stop(self, part: str) -> None:
        """Asks a part to end and waits until it has ended."""

    def kill(self, part: str) -> None: ...
    def freeze(self, part: str) -> None: ...
    def thaw(self, part: str) -> None: ...

    def empty_broker(self) -> None:
        """Kills the broker and starts it without its data."""

    def close(self) -> None:
        """Ends both parts, whatever state they are in."""

    def tail(self, part: str, lines: int) -> str:
        """Returns the last log lines of a part."""


def ground_of(stack: str, site: Site) -> Ground:
    """Returns the ground of a stack, not yet started."""
    ground: Ground = _module(stack).ground(site)
    return ground


def missing(stack: str) -> str:
    """Returns the reason why a stack cannot run on this machine, or nothing."""
    reason: str = _module(stack).missing()
    return reason


def _module(stack: str) -> Any:
    if stack not in STACKS:
        raise RuntimeError(f"STACK={stack} is unknown. Choose one of {', '.join(STACKS)}")
    return import_module(f"local.grounds.{stack}")
