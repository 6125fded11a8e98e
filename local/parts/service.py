"""A service as a process: its command, its environment, and its readiness."""

import base64
import json
import os
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path

import httpx

from local.parts.files import write_whole
from local.parts.loopback import PLAIN
from local.parts.names import module

SLOWED = "SLOWED_SECONDS"
"""The variable that makes services wait (`local.parts.slowed`). Only `make slowed` sets it."""


def service_command(service: str) -> list[str]:
    slowed = ["local.parts.slowed"] if SLOWED in os.environ else []
    return [sys.executable, "-m", *slowed, module(service)]


def service_environment(given: Mapping[str, object]) -> dict[str, str]:
    """Returns this process's environment without our variables, and `LEARNING_<NAME>` for each setting that is not None."""
    around = {name: value for name, value in os.environ.items() if not name.startswith("LEARNING_")}
    return around | {f"LEARNING_{name.upper()}": str(value) for name, value in given.items() if value is not None}


def encryption_keys(path: Path) -> Path:
    """Returns a service's keys, made once."""
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        write_whole(path, json.dumps({entry: _new_key() for entry in ("sealing", "fingerprints")}))
    return path


def _new_key() -> dict[str, object]:
    return {"active": "k1", "keys": {"k1": base64.b64encode(secrets.token_bytes(32)).decode()}}


def is_ready(url: str) -> bool:
    """Raises with the service's own answer until it is ready."""
    answer = httpx.get(f"{url}/health/ready", timeout=5, verify=PLAIN)
    if answer.status_code != httpx.codes.OK:
        raise RuntimeError(f"{answer.status_code}: {answer.text[:2000]}")
    return True
