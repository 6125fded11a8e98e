"""Starts services as forks of a process that has read their code once.

That saves most of the start's work in tests, which start services again and again. From then on the process is the
same as any other.
"""

import importlib
import multiprocessing
import os
import sys
from collections.abc import Mapping
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from local.parts.names import SERVICES, module
from local.parts.service import SLOWED

_FORKING = multiprocessing.get_context("forkserver")
_FORKING.set_forkserver_preload([module(service) for service in SERVICES])


def fork(service: str, environment: Mapping[str, str], cwd: Path, log: Path) -> BaseProcess:
    """Starts a service as `service_command` does. Returns once it leads a process group of its own."""
    ready, started = _FORKING.Pipe(duplex=False)
    child = _FORKING.Process(target=_serve, args=(service, dict(environment), cwd, log, started), daemon=True)
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
    if SLOWED in os.environ:
        importlib.import_module("local.parts.slowed").slow_down()
    started.send_bytes(b"leads")
    started.close()
    app = importlib.import_module(module(service))
    app.run(app.NAME, app.build)
