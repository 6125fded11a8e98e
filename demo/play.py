"""Plays the story on a running stack, `python -m demo.play .local/stack.json`. Exit code 0 only if all of it came out."""

import argparse
import sys
import time
from pathlib import Path

import httpx

from demo.case import Case, NotAsTold
from demo.steps import STEPS
from demo.thread import lines, thread


def play(case: Case) -> None:
    """Every step, then the thread of the first finding. Raises NotAsTold, or AssertionError for what did not come in time."""
    for step in STEPS:
        step(case)
    case.chapter("The thread of the first finding, from its own id, across both services")
    print("\n".join(lines(thread(case, case.findings[0]["id"]))))


def told(stack: Path) -> int:
    """Plays it, and says how it ended."""
    began = time.monotonic()
    try:
        with Case(stack) as case:
            play(case)
    except (NotAsTold, AssertionError, httpx.HTTPError) as fault:
        print(f"\nNOT AS TOLD: {fault}", file=sys.stderr)
        return 1
    print(f"\nEvery step did what it says ({time.monotonic() - began:.0f} s).")
    return 0


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m demo.play", description="Plays the story on a running stack.")
    parser.add_argument("stack", type=Path, help="the stack's description, .local/stack.json")
    sys.exit(told(parser.parse_args().stack))


if __name__ == "__main__":
    main()
