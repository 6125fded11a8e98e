"""Memory of each service when it has nothing to do, against an empty FastAPI, FastStream and Motor process.

`python -m benchmarks.idle_memory`. The yardstick runs beside the services, on the same broker and store; target: at most 1.3.
"""

import argparse
import json
import statistics
import sys
import time
from pathlib import Path

from benchmarks.yardsticks import empty_service
from tests.support.deployment import SERVICES
from tests.support.embedded import ROOT, Embedded
from tests.support.processes import recorded
from tests.support.service import is_ready
from tests.support.waiting import eventually

YARDSTICK = "empty service"
TARGET = 1.3
Kilobytes = dict[str, int]


def measured(quiet: float) -> dict[str, Kilobytes]:
    """Everything is started, called once, and left alone for `quiet` seconds. What each process then holds."""
    with Embedded() as deployment:
        url = deployment.run_beside(YARDSTICK, lambda port: [
            sys.executable, "-m", empty_service.__name__, str(port), deployment.broker_address,
            deployment.store_uri(SERVICES[0]), *SERVICES[:3],
        ])  # fmt: skip
        eventually(lambda: is_ready(url), within=45, what=f"the {YARDSTICK} is ready")
        time.sleep(quiet)
        return {part.name: held(part.pid) for part in recorded(deployment.folder) if part.name in {YARDSTICK, *SERVICES}}


def held(pid: int) -> Kilobytes:
    """Resident, and resident with what is shared divided among those who share it."""
    lines = (line.split() for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:])
    sizes = {words[0].rstrip(":"): int(words[1]) for words in lines}
    return {"rss": sizes["Rss"], "pss": sizes["Pss"]}


def table(runs: list[dict[str, Kilobytes]]) -> list[dict[str, object]]:
    """A row a process: medians, and the median and range of its ratio to the yardstick of the same run."""
    rows: list[dict[str, object]] = []
    for name in (YARDSTICK, *SERVICES):
        ratios = [run[name]["rss"] / run[YARDSTICK]["rss"] for run in runs]
        rows.append({
            "process": name,
            "rss_mib": round(statistics.median(run[name]["rss"] for run in runs) / 1024, 1),
            "pss_mib": round(statistics.median(run[name]["pss"] for run in runs) / 1024, 1),
            "ratio": round(statistics.median(ratios), 2),
            "range": [round(min(ratios), 2), round(max(ratios), 2)],
        })  # fmt: skip
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.idle_memory", description=__doc__.partition("\n")[0])
    parser.add_argument("--times", type=int, default=3, help="how often everything is started (3)")
    parser.add_argument("--quiet", type=float, default=10, help="seconds of nothing to do before it is measured (10)")
    parser.add_argument(
        "--json", type=Path, default=ROOT / ".local" / "benchmarks" / "idle_memory.json", help="where it is written"
    )
    asked = parser.parse_args()
    rows = table([measured(asked.quiet) for _ in range(asked.times)])
    print(f"{'':24}{'RSS MiB':>9}{'PSS MiB':>9}{'ratio':>7}   range (target: at most {TARGET})")
    for row in rows:
        print(f"{row['process']:24}{row['rss_mib']:>9}{row['pss_mib']:>9}{row['ratio']:>7}   {row['range']}")
    asked.json.parent.mkdir(parents=True, exist_ok=True)
    asked.json.write_text(json.dumps({"times": asked.times, "quiet_seconds": asked.quiet, "processes": rows}, indent=2) + "\n")


if __name__ == "__main__":
    main()
