"""`python -m benchmarks` prints the figures beside their yardsticks and the slopes as tables, and writes both as JSON."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from benchmarks import among, commands, history_memory, idle_memory, inbox, relay, visible
from benchmarks.machine import described, machine
from benchmarks.measuring import ROOT, Figure
from benchmarks.slopes import slope
from benchmarks.slopes.measuring import measured
from benchmarks.slopes.rows import ALL
from benchmarks.slopes.slope import Slope
from benchmarks.table import as_page, as_table, written
from local.grounds.ground import STACK, missing

ROWS: dict[str, Callable[[], list[Figure]]] = {
    "commands": commands.figures,
    "relay": relay.figures,
    "inbox": inbox.figures,
    "among": among.figures,
    "visible": visible.figures,
    "idle_memory": idle_memory.figures,
    "history_memory": history_memory.figures,
}
SLOPES = "slopes"
"""The row that stands for the table of slopes."""
HEADINGS = ("what", "yardstick", "ratio", "range", "target", "", "CPU", "ours", "yardstick's")

Table = tuple[Sequence[str], list[tuple[str, ...]]]


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


def said(slopes: Iterable[Slope]) -> Iterator[Slope]:
    """Yields slopes as they come, and says which they are."""
    for each in slopes:
        print(f"slopes: {each.what}", file=sys.stderr, flush=True)
        yield each


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"of {', '.join([*ROWS, SLOPES])} (all)")
    parser.add_argument("--json", type=Path, default=ROOT / ".local" / "benchmarks.json", help="the file to write")
    parser.add_argument("--page", type=Path, help="a Markdown page whose sections Figures and Slopes get the tables")
    asked = parser.parse_args()
    if unknown := set(asked.rows) - {*ROWS, SLOPES}:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    if reason := missing(STACK):
        sys.exit(f"There are no figures with STACK={STACK}, because {reason}.")
    wanted = asked.rows or [*ROWS, SLOPES]
    figures: list[Figure] = []
    for name in (each for each in wanted if each != SLOPES):
        print(f"{name} ...", file=sys.stderr, flush=True)
        figures += ROWS[name]()
    found = list(said(measured(ALL))) if SLOPES in wanted else []
    facts = machine()
    tables: dict[str, Table] = {
        "Figures": (HEADINGS, [cells(each) for each in figures]),
        "Slopes": (slope.HEADINGS, [slope.cells(each) for each in found]),
    }
    print(described(facts))
    for headings, rows in (table for table in tables.values() if table[1]):
        print(as_table(headings, rows), end="\n\n")
    asked.json.parent.mkdir(parents=True, exist_ok=True)
    kept = {"machine": facts, "figures": [each.as_json() for each in figures], "slopes": [each.as_json() for each in found]}
    asked.json.write_text(json.dumps(kept, indent=2) + "\n")
    if asked.page:
        for section, (headings, rows) in tables.items():
            if rows:
                content = f"{described(facts)}\n{as_page(headings, rows)}"
                asked.page.write_text(written(asked.page.read_text(), section, content))


if __name__ == "__main__":
    main()
