"""A deployment: the interface that journeys, fault tests, the demo and `make up` need, wherever the system runs.

A part is `broker`, `store`, a service (`review-registry`), or one more replica of it (`review-registry#2`). A link
connects the services to the `broker` or the `store`.
"""

from datetime import datetime, timedelta
from typing import Any, Protocol

SERVICES = ("review-registry", "action-tracking", "feedback-capture", "learning-dissemination")
BROKER = "broker"
STORE = "store"


def module(service: str) -> str:
    """Returns the module that a service's process starts."""
    return f"services.{service.replace('-', '_')}.app"


class MovableClock(Protocol):
    """The time that rules see."""

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
        """The generation of topics and groups.

        From 2 on it is part of their names. It rises when the broker loses its topics.
        """

    def start(self) -> None:
        """Starts every part, and returns when each reports that it is ready."""

    def stop(self) -> None:
        """Ends every part, whatever state it is in. Leaves nothing running."""

    def start_part(self, part: str, *, wait: bool = True) -> None: ...
    def stop_part(self, part: str) -> None:
        """Asks a part to end and waits until it has ended."""

    def kill(self, part: str) -> None:
        """Ends a part at once, like a crash."""

    def freeze(self, part: str) -> None:
        """Freezes a part: it stays there but does nothing, not even answer."""

    def thaw(self, part: str) -> None: ...

    def cut(self, link: str) -> None:
        """Breaks open connections and refuses new ones until the link is mended."""

    def hold(self, link: str) -> None:
        """Keeps connections open, but lets nothing through until the link is mended."""

    def mend(self, link: str) -> None: ...

    def lose_broker_data(self) -> None:
        """Kills the broker and starts it empty. Services that start later use a higher `generation`."""

    def restart_services(self) -> None:
        """Restarts the services that run, on the present generation."""

    def url(self, service: str, replica: int = 1) -> str: ...
    def store_uri(self, service: str) -> str:
        """Returns the address of a service's database, with its own login."""

    def token(self, *roles: str, agency: str, person_ref: str = "", **claims: Any) -> str:
        """Returns an access token. `claims` replace the usual ones."""

    def logs(self, lines: int = 20) -> str:
        """Returns the last log lines of every part, for a failed test to show."""
