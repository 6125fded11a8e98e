"""A service as a process: how it is started, what it is told, and when it is ready."""

import base64
import json
import os
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path

import httpx

from local.deployment import module
from local.parts.files import write_whole
from local.parts.loopback import PLAIN

SLOWED = "SLOWED_SECONDS"
"""Name of the variable that makes services wait (`local.parts.slowed`). Only `make slowed` sets it."""


def service_command(service: str) -> list[str]:
    slowed = ["local.parts.slowed"] if SLOWED in os.environ else []
    return [sys.executable, "-m", *slowed, module(service)]


def service_environment(told: Mapping[str, object]) -> dict[str, str]:
    """This process's environment with nothing of ours in it, and `LEARNING_<NAME>` for each thing told."""
    around = {name: value for name, value in os.environ.items() if not name.startswith("LEARNING_")}
    return around | {f"LEARNING_{name.upper()}": str(value) for name, value in told.items()}


def encryption_keys(path: Path) -> Path:
    """A service's keys, made once."""
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        write_whole(path, json.dumps({"active": "k1", "keys": {"k1": base64.b64encode(secrets.token_bytes(32)).decode()}}))
    return path


def is_ready(url: str) -> bool:
    """Raises with the service's own answer while it is not."""
    answer = httpx.get(f"{url}/health/ready", timeout=5, verify=PLAIN)
    if answer.status_code != httpx.codes.OK:
        raise RuntimeError(f"{answer.status_code}: {answer.text[:2000]}")
    return True
