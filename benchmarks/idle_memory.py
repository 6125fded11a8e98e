"""Memory of each idle service, against an empty FastAPI, FastStream and Motor process on the same broker and store."""

import statistics
import sys
import time
from pathlib import Path

from benchmarks.measuring import Figure, Target
from benchmarks.yardsticks import empty_service
from local.deployment import Deployment
from local.parts.names import SERVICES
from local.parts.processes import recorded
from local.parts.service import is_ready
from local.waiting import eventually

YARDSTICK = "empty service"
RUNS = 3
QUIET = 10
"""Seconds of rest before the measurement."""


def measured() -> dict[str, int]:
    """Starts every process, calls it once, and lets it rest. Returns each one's resident memory in KiB."""
    with Deployment() as deployment:
        url = deployment.run_beside(YARDSTICK, lambda port: [
            sys.executable, "-m", empty_service.__name__, str(port), deployment.broker_address,
            deployment.store_uri(SERVICES[0]), *SERVICES[:3],
        ])  # fmt: skip
        eventually(lambda: is_ready(url), within=45, what=f"the {YARDSTICK} is ready")
        time.sleep(QUIET)
        return {part.name: held(part.pid) for part in recorded(deployment.folder) if part.name in {YARDSTICK, *SERVICES}}


def held(pid: int) -> int:
    lines = (line.split() for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:])
    return next(int(words[1]) for words in lines if words[0] == "Rss:")


def figures() -> list[Figure]:
    """Returns a row per service, compared with the yardstick in the same run."""
    runs = [measured() for _ in range(RUNS)]
    theirs = [run[YARDSTICK] for run in runs]
    spread = (max(theirs) - min(theirs)) / statistics.median(theirs)
    rows = []
    for name in SERVICES:
        ratios = [run[name] / run[YARDSTICK] for run in runs]
        ours = statistics.median(run[name] for run in runs)
        rows.append(
            Figure(
                f"memory of an idle service: {name}",
                "an empty FastAPI, FastStream and Motor process",
                Target("at most", 1.3),
                statistics.median(ratios),
                min(ratios),
                max(ratios),
                "MiB",
                ours / 1024,
                statistics.median(theirs) / 1024,
                spread,
            )
        )
    return rows
