"""The embedded MongoDB-compatible store. Every service has a database and a login of its own, and reaches no other."""

import json
import secrets
import shutil
import sys
from collections.abc import Set as AbstractSet
from pathlib import Path

import pymongo

from local.parts.files import write_whole

KINDS = ("mongod", "secantusd-rs", "secantusd-py")
"""Servers, the best first. The last one comes with the development requirements."""


def store_kind(folder: Path) -> str:
    """Returns the server for the data in `folder`: the one that started it, or the best on this machine."""
    begun = [kind for kind in KINDS if (folder / kind).exists()]
    return begun[0] if begun else next(kind for kind in KINDS if _program(kind))


def store_command(folder: Path, kind: str, port: int, *, open_to_all: bool = False) -> list[str]:
    """Returns the command of a store whose acknowledged writes survive a kill.

    With `open_to_all` it asks for no login, so that the first ones can be made.
    """
    program = _program(kind)
    if program is None:
        raise RuntimeError(f"the data in {folder} needs {kind}, which is not on PATH. Run make fresh to start with empty data")
    data = folder / kind
    data.mkdir(parents=True, exist_ok=True)
    auth = [] if open_to_all else ["--auth"]
    if kind == "mongod":
        return [program, "--bind_ip", "127.0.0.1", "--port", str(port), "--dbpath", str(data), "--quiet", *auth]
    serving = ["--host", "127.0.0.1", "--port", str(port), "--storage-path", str(data), "--standalone"]
    return [program, *serving, "--sync-on-commit", "--cache-size", "256M", "--log-level", "WARNING", *auth]


def _program(kind: str) -> str | None:
    beside_python = Path(sys.executable).parent / kind
    return str(beside_python) if beside_python.exists() else shutil.which(kind)


class Logins:
    """The passwords of the services in one deployment, kept in `path`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._passwords: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}

    def missing(self, services: AbstractSet[str]) -> list[str]:
        return sorted(services - self._passwords.keys())

    def create(self, port: int, services: list[str]) -> None:
        """Creates the logins on a store that is open to all."""
        with pymongo.MongoClient[dict[str, object]]("127.0.0.1", port, directConnection=True) as client:
            for service in services:
                password = secrets.token_urlsafe(24)
                client[service].command(
                    "createUser", service, pwd=password, roles=[{"role": "readWrite", "db": service}],
                    writeConcern={"w": "majority", "j": True},
                )  # fmt: skip
                self._passwords[service] = password
        write_whole(self._path, json.dumps(self._passwords))

    def uri(self, service: str, port: int) -> str:
        return f"mongodb://{service}:{self._passwords[service]}@127.0.0.1:{port}/{service}?directConnection=true"
