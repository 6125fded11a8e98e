"""The machine, the store and the broker that figures were measured on."""

import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.stage import database
from local.deployment import Deployment
from local.grounds.ground import EMBEDDED, STACK
from local.parts.broker import broker_command
from local.parts.names import SERVICES
from local.parts.store import store_command, store_kind

WITH_PYTHON = "secantusd-py"
"""The store that comes with the development requirements."""


def machine() -> dict[str, Any]:
    """Returns the facts that figures depend on. Starts a store, and asks it for its version."""
    with Deployment(services=(), broker=False) as deployment, database(deployment.store_uri(SERVICES[0])) as there:
        answers_as = there.client.admin.command("buildInfo")["version"]
        store, broker = _embedded(deployment.folder / "store") if STACK == EMBEDDED else (STACK, STACK)
    return {
        "store_kind": store,
        "buildInfo": answers_as,
        "broker": broker,
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "stack": STACK,
    }


def described(facts: dict[str, Any]) -> str:
    """Returns the facts in one line."""
    return (
        f"Store: {facts['store_kind']}, which answers as MongoDB {facts['buildInfo']}. Broker: {facts['broker']}."
        f" Python {facts['python']}, {facts['cores']} cores.\n"
    )


def _embedded(folder: Path) -> tuple[str, str]:
    """Returns the programs of the embedded store and broker, with their versions."""
    kind = store_kind(folder)
    program, broker = store_command(folder, kind, 0)[0], broker_command(0, 0)[0]
    store = version("SecantusDB") if kind == WITH_PYTHON else _version(program)
    return f"{kind} {store}", f"{Path(broker).name} {_version(broker)}"


def _version(program: str) -> str:
    """Returns the last word of the first line of what a program says of its version."""
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    return said.splitlines()[0].split()[-1]
