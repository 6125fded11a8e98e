"""Memory of each service when it has nothing to do, against an empty FastAPI, FastStream and Motor process, which runs
beside the services on the same broker and store."""

import statistics
import sys
import time
from pathlib import Path

from benchmarks.measuring import Figure, Target
from benchmarks.yardsticks import empty_service
from local.deployment import SERVICES
from local.embedded import Embedded
from local.parts.processes import recorded
from local.parts.service import is_ready
from local.waiting import eventually

YARDSTICK = "empty service"
RUNS = 3
QUIET = 10
"""Seconds of nothing to do before it is measured."""


def measured() -> dict[str, int]:
    """Everything is started, called once, and left alone. The KiB that each process then holds, resident."""
    with Embedded() as deployment:
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
    """A row a service; the yardstick's own size in the same run is what each is compared with."""
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
