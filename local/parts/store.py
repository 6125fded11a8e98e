"""The embedded MongoDB-compatible store. Every service has a database and a login of its own, and reaches no other."""

import json
import secrets
import shutil
import sys
from collections.abc import Iterable
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
    """The passwords of the services in one deployment, kept in `path`.

    A service's login has the name of its database: the service's own, after `prefix`.
    """

    def __init__(self, path: Path, prefix: str = "") -> None:
        self._path, self._prefix = path, prefix
        self._passwords: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}

    def missing(self, services: AbstractSet[str]) -> list[str]:
        return sorted(services - self._passwords.keys())

    def create(self, client: pymongo.MongoClient[dict[str, object]], services: Iterable[str]) -> None:
        """Creates the logins with a client that may do so."""
        for service in services:
            password, name = secrets.token_urlsafe(24), self._prefix + service
            client[name].command(
                "createUser", name, pwd=password, roles=[{"role": "readWrite", "db": name}],
                writeConcern={"w": "majority", "j": True},
            )  # fmt: skip
            self._passwords[service] = password
        write_whole(self._path, json.dumps(self._passwords))

    def delete(self, client: pymongo.MongoClient[dict[str, object]]) -> None:
        """Deletes the logins and their databases."""
        for service in self._passwords:
            client[self._prefix + service].command("dropUser", self._prefix + service)
            client.drop_database(self._prefix + service)

    def uri(self, service: str, hosts: str, options: str = "directConnection=true") -> str:
        name = self._prefix + service
        return f"mongodb://{name}:{self._passwords[service]}@{hosts}/{name}?{options}"
