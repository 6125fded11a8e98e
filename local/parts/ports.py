"""Free loopback ports, remembered by name, so that a part keeps its address."""

import fcntl
import json
import os
import random
import socket
import tempfile
from functools import cache
from pathlib import Path

from local.parts.files import write_whole

CHOICE = range(15_000, 32_000)
"""Ports below those that systems give to outgoing connections, so that none can take the place of a stopped part."""


class Ports:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._given: dict[str, int] = json.loads(path.read_text()) if path.exists() else {}
        self._vouched: set[str] = set()

    def of(self, name: str) -> int:
        """Returns the port of `name`: the remembered one, unless another process has taken it meanwhile."""
        if name not in self._vouched:
            if not is_free(self._given.get(name)):
                self._given[name] = self._draw()
                write_whole(self._path, json.dumps(self._given))
            self._vouched.add(name)
        return self._given[name]

    def _draw(self) -> int:
        taken = set(self._given.values())
        return next(port for port in random.sample(CHOICE, 1000) if port not in taken and is_free(port) and is_ours(port))


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


def is_ours(port: int) -> bool:
    """Returns true if no other launcher has drawn the port, which looks free until its part listens."""
    try:
        fcntl.lockf(_drawn(), fcntl.LOCK_EX | fcntl.LOCK_NB, 1, port)
    except OSError:
        return False
    return True


@cache
def _drawn() -> int:
    """Returns a file with a byte per port. A launcher that draws a port locks its byte until it ends."""
    path = Path(tempfile.gettempdir()) / f"learning-ports-{os.getuid()}"
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def answers(port: int) -> bool:
    """Returns true if a process listens there."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
