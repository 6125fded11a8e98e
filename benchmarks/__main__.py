"""`python -m benchmarks` prints every figure beside its yardstick as a table, and writes it as JSON."""

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks import among, commands, idle_memory, inbox, relay, visible
from benchmarks.measuring import ROOT, Figure
from local.grounds.ground import STACK, missing

ROWS: dict[str, Callable[[], list[Figure]]] = {
    "commands": commands.figures,
    "relay": relay.figures,
    "inbox": inbox.figures,
    "among": among.figures,
    "visible": visible.figures,
    "idle_memory": idle_memory.figures,
}
HEADINGS = ("what", "yardstick", "ratio", "range", "target", "", "CPU", "ours", "yardstick's")
FIGURES = "## Figures\n"


def cells(figure: Figure) -> tuple[str, ...]:
    return (
        figure.what,
        figure.yardstick,
        f"{figure.ratio:.2f}",
        f"{figure.low:.2f} to {figure.high:.2f}",
        f"{figure.target.word} {figure.target.limit}",
        figure.verdict,
        "" if figure.cpu is None else f"{figure.cpu:.2f}",
        f"{figure.ours:.3g} {figure.unit}",
        f"{figure.theirs:.3g} {figure.unit} +- {figure.spread / 2:.0%}",
    )


def as_page(figures: Sequence[Figure]) -> str:
    rows = [HEADINGS, tuple("---" for _ in HEADINGS), *(cells(each) for each in figures)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"


def as_table(figures: Sequence[Figure]) -> str:
    rows = [HEADINGS, *(cells(each) for each in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)


def written(page: str, table: str) -> str:
    """Returns the page with this table in its section."""
    before, heading, after = page.partition(FIGURES)
    _, next_heading, rest = after.partition("\n## ")
    return f"{before}{heading}\n{table}{next_heading}{rest}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"of {', '.join(ROWS)} (all)")
    parser.add_argument("--json", type=Path, default=ROOT / ".local" / "benchmarks.json", help="the file to write")
    parser.add_argument("--page", type=Path, help="a Markdown page whose section Figures gets the table")
    asked = parser.parse_args()
    if unknown := set(asked.rows) - ROWS.keys():
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    if reason := missing(STACK):
        sys.exit(f"There are no figures with STACK={STACK}, because {reason}.")
    figures: list[Figure] = []
    for name in asked.rows or ROWS:
        print(f"{name} ...", file=sys.stderr, flush=True)
        figures += ROWS[name]()
    print(as_table(figures))
    machine = {"cores": os.cpu_count(), "system": platform.platform(), "python": platform.python_version(), "stack": STACK}
    asked.json.parent.mkdir(parents=True, exist_ok=True)
    asked.json.write_text(json.dumps({"machine": machine, "figures": [each.as_json() for each in figures]}, indent=2) + "\n")
    if asked.page:
        asked.page.write_text(written(asked.page.read_text(), as_page(figures)))


if __name__ == "__main__":
    main()
