"""A process by its id and start time, so that a later process with the same id is never taken for it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Process:
    """A process that leads a process group."""

    name: str
    pid: int
    born: str

    @property
    def alive(self) -> bool:
        return self.born != "" and born(self.pid) == self.born

    def send(self, number: signal.Signals) -> None:
        """Sends a signal to the whole group. A process that has ended gets none."""
        if self.alive:
            os.killpg(self.pid, number)

    @property
    def worked(self) -> float:
        """Returns the seconds of processor time that the process has used. Its children's are not among them."""
        if sys.platform != "linux":
            minutes, seconds = _by_ps(self.pid, "time=").split(":")
            return int(minutes) * 60 + float(seconds)
        fields = _stat(Path(f"/proc/{self.pid}"))
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def born(pid: int) -> str:
    """Returns the start time of a process in the system's own terms. It is empty if the process has ended."""
    return _born_by_proc(pid) if sys.platform == "linux" else _born_by_ps(pid)


def stands_still(pid: int) -> bool:
    """Returns true if every thread of a process has stopped. A busy thread runs on briefly after the signal."""
    if sys.platform == "linux":
        states = [_stat(thread)[0] for thread in Path(f"/proc/{pid}/task").iterdir()]
    else:
        states = [_by_ps(pid, "stat=")[:1]]
    return set(states) == {"T"}


def _born_by_proc(pid: int) -> str:
    try:
        fields = _stat(Path(f"/proc/{pid}"))
    except OSError:
        return ""
    state, ticks_since_boot = fields[0], fields[19]
    boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    return "" if state in "ZX" else f"{boot}/{ticks_since_boot}"


def _stat(of: Path) -> list[str]:
    """Returns what Linux reports of a process or thread, from its state on (proc(5))."""
    return (of / "stat").read_text().rpartition(")")[2].split()


def _born_by_ps(pid: int) -> str:
    state, _, started = _by_ps(pid, "stat=,lstart=").partition(" ")
    return "" if state.startswith("Z") else started.strip()


def _by_ps(pid: int, asked: str) -> str:
    answer = subprocess.run(["/bin/ps", "-o", asked, "-p", str(pid)], capture_output=True, text=True, check=False)
    return answer.stdout.strip()


def end(processes: Collection[Process], grace: float) -> None:
    """Asks all processes to end, side by side, and kills those that still run after `grace` seconds."""
    for process in processes:
        process.send(signal.SIGCONT)
        process.send(signal.SIGTERM)
    until = time.monotonic() + grace
    while time.monotonic() < until and any(process.alive for process in processes):
        time.sleep(0.01)
    for process in processes:
        process.send(signal.SIGKILL)
