"""One system, several places to run: what journeys, faults, the demo and `make up` need of a deployment, and nothing else.

A part is `broker`, `store`, a service (`review-registry`), or one more replica of it (`review-registry#2`). A link is what
lies between the services and the `broker` or the `store`.
"""

from datetime import datetime, timedelta
from typing import Any, Protocol

SERVICES = ("review-registry", "action-tracking", "feedback-capture", "learning-dissemination")
BROKER = "broker"
STORE = "store"


def module(service: str) -> str:
    """Where a service's process begins."""
    return f"services.{service.replace('-', '_')}.app"


class MovableClock(Protocol):
    """The time that the rules see."""

    def now(self) -> datetime: ...
    def move_to(self, moment: datetime) -> None: ...
    def advance(self, by: timedelta) -> None: ...


class Deployment(Protocol):
    @property
    def clock(self) -> MovableClock: ...
    @property
    def broker_address(self) -> str: ...
    @property
    def topic_prefix(self) -> str: ...
    @property
    def generation(self) -> int:
        """Part of the names of topics and groups, from 2 on: raised when the broker has lost its topics."""

    def start(self) -> None:
        """Everything; returns when every part says that it is ready."""

    def stop(self) -> None:
        """Everything, whatever state it is in; leaves nothing running."""

    def start_part(self, part: str, *, wait: bool = True) -> None: ...
    def stop_part(self, part: str) -> None:
        """Asks it to end and waits until it has."""

    def kill(self, part: str) -> None:
        """As a crash does."""

    def freeze(self, part: str) -> None:
        """It stays there and does nothing, not even answer."""

    def thaw(self, part: str) -> None: ...

    def cut(self, link: str) -> None:
        """Breaks what is connected; nobody connects until it is mended."""

    def hold(self, link: str) -> None:
        """Breaks nothing, but nothing arrives until it is mended."""

    def mend(self, link: str) -> None: ...

    def lose_broker_data(self) -> None:
        """The broker is killed and comes back empty; `generation` is raised for services that start from now on."""

    def restart_services(self) -> None:
        """Those that run, on the present generation."""

    def url(self, service: str, replica: int = 1) -> str: ...
    def store_uri(self, service: str) -> str:
        """With the service's own login."""

    def token(self, *roles: str, agency: str, person_ref: str = "", **claims: Any) -> str:
        """An access token; `claims` replace the usual ones."""

    def logs(self, lines: int = 20) -> str:
        """The last lines of every part, for a failed test to show."""
