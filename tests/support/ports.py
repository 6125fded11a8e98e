"""Free loopback ports, remembered by name, so that a part comes back where it was."""

import json
import random
import socket
from pathlib import Path

from tests.support.files import write_whole

CHOICE = range(15_000, 32_000)
"""Below the ports that systems give to outgoing connections: none of these can take the place of a part that is down."""


class Ports:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._given: dict[str, int] = json.loads(path.read_text()) if path.exists() else {}
        self._vouched: set[str] = set()

    def of(self, name: str) -> int:
        """The port of `name`: the remembered one unless somebody else has taken it in the meantime."""
        if name not in self._vouched:
            if not is_free(self._given.get(name)):
                self._given[name] = self._draw()
                write_whole(self._path, json.dumps(self._given))
            self._vouched.add(name)
        return self._given[name]

    def _draw(self) -> int:
        taken = set(self._given.values())
        return next(port for port in random.sample(CHOICE, 1000) if port not in taken and is_free(port))


def is_free(port: int | None) -> bool:
    if port is None:
        return False
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def answers(port: int) -> bool:
    """Whether something listens there."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
