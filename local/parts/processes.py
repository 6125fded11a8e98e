"""The processes of one deployment, started, frozen and ended by their ids.

A file keeps the ids, so that the next command, or the watchdog after a crash, ends exactly these processes and no
others.
"""

import json
import signal
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from local.parts.files import write_whole
from local.parts.forked import fork
from local.parts.process_identity import Process, born, end, stands_still
from local.waiting import eventually

RECORD = "processes.json"
ROOT = Path(__file__).parents[2]
"""The folder that every process starts in."""


class Processes:
    """The processes of the deployment with its data in `folder`.

    Each leads a process group and writes to `logs/<name>.log`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running: dict[str, Process] = {}
        self._waits: dict[str, Callable[[], object]] = {}

    def start(self, name: str, command: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
        self.log(name).parent.mkdir(exist_ok=True)
        with self.log(name).open("ab") as log:
            child = subprocess.Popen(
                command, env=environment, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        self._begun(name, child.pid, child.wait)

    def fork(self, name: str, service: str, environment: Mapping[str, str]) -> None:
        """Starts a service whose code this process has already read."""
        self.log(name).parent.mkdir(exist_ok=True)
        child = fork(service, environment, ROOT, self.log(name))
        assert child.pid
        self._begun(name, child.pid, child.join)

    def running(self) -> list[str]:
        return [name for name in self._running if self.alive(name)]

    def alive(self, name: str) -> bool:
        if name not in self._running:
            return False
        if self._running[name].alive:
            return True
        self._waits[name]()  # a process that ended by itself stays in the system's table until it is reaped
        return False

    def send(self, name: str, number: signal.Signals) -> None:
        self._running[name].send(number)

    def freeze(self, name: str) -> None:
        """Freezes a process and returns once it stands still. The signal alone is asynchronous."""
        self.send(name, signal.SIGSTOP)
        pid = self._running[name].pid
        eventually(lambda: stands_still(pid), what=f"{name} stands still", every=0.001)

    def kill(self, name: str) -> None:
        """Kills a process at once, like a crash."""
        self.send(name, signal.SIGKILL)
        self._gone(name)

    def stop(self, names: Iterable[str], grace: float = 10) -> None:
        """Asks all of these to end, side by side, and kills those that take too long."""
        ending = [self._running[name] for name in names if name in self._running]
        end(ending, grace)
        for process in ending:
            self._gone(process.name)

    def log(self, name: str) -> Path:
        return self._folder / "logs" / f"{name}.log"

    def tail(self, name: str, lines: int = 20) -> str:
        if not self.log(name).exists():
            return "(no log)"
        return "\n".join(self.log(name).read_text(errors="replace").splitlines()[-lines:])

    def _begun(self, name: str, pid: int, wait: Callable[[], object]) -> None:
        self._waits[name] = wait
        self._running[name] = Process(name, pid, born(pid))
        self._write()

    def _gone(self, name: str) -> None:
        self._waits.pop(name)()
        del self._running[name]
        self._write()

    def _write(self) -> None:
        write_whole(self._folder / RECORD, json.dumps([asdict(process) for process in self._running.values()]))


def recorded(folder: Path) -> list[Process]:
    """Returns the processes that last ran on this data, running or not."""
    record = folder / RECORD
    return [Process(**row) for row in json.loads(record.read_text())] if record.exists() else []


def named(folder: Path, name: str) -> Process:
    """Returns the process of this name that last ran on this data."""
    return next(each for each in recorded(folder) if each.name == name)
