"""A service as a process that begins with its code read already: forked from one that read it once, which saves most of a
start's work where tests start services again and again. What it is and does from then on is the same."""

import importlib
import multiprocessing
import os
import sys
from collections.abc import Mapping
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from tests.support.deployment import SERVICES

_READ = multiprocessing.get_context("forkserver")
_READ.set_forkserver_preload([f"services.{service.replace('-', '_')}.app" for service in SERVICES])


def fork(service: str, environment: Mapping[str, str], cwd: Path, log: Path) -> BaseProcess:
    """As `service_command` starts it; returns once it leads a group of its own."""
    ready, started = _READ.Pipe(duplex=False)
    child = _READ.Process(target=_serve, args=(service, dict(environment), cwd, log, started), daemon=True)
    child.start()
    started.close()
    ready.recv_bytes()
    ready.close()
    return child


def _serve(service: str, environment: dict[str, str], cwd: Path, log: Path, started: Connection) -> None:
    os.setsid()
    written = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    for shown in (sys.stdout, sys.stderr):
        os.dup2(written, shown.fileno())
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = [service]
    started.send_bytes(b"leads")
    started.close()
    app = importlib.import_module(f"services.{service.replace('-', '_')}.app")
    app.run(app.NAME, app.build)
