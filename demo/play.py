"""Plays the story on a running stack, `python -m demo.play .local/stack.json`. Exit code 0 only if all of it came out."""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import httpx

from demo.case import Case, NotAsTold
from demo.page import page
from demo.steps import CHAPTERS, STEPS
from demo.telling import Story
from demo.thread import by_type, events_of, lines, shown, thread
from local.parts.files import write_whole

SECONDS_A_LINE = 1.5


def play(case: Case) -> None:
    """Every step. Raises NotAsTold, or AssertionError for what did not come in time."""
    for step in STEPS:
        step(case)


def tell_threads(case: Case) -> None:
    """The thread of the first finding, then what there was in all, and what it showed."""
    case.story.say("\nThe thread of the first finding, from its own id, across four services")
    case.story.say("\n".join(lines(thread(case, case.findings[0]["id"]))))
    case.story.say("\nEvents by type")
    case.story.say("\n".join(f"  {count:4}  {name}" for name, count in by_type(events_of(case))))
    case.story.say("\nRequirements, and the chapters that showed them (docs/requirements.md)")
    case.story.say("\n".join(f"  {id_:4} {words}: {', '.join(map(str, where))}" for id_, words, where in shown(case.story)))


def told(stack: Path, story: Story, written: Path | None) -> int:
    """Plays it, says how it ended, and writes the page."""
    began = time.monotonic()
    try:
        with Case(stack, story) as case:
            play(case)
            tell_threads(case)
            if written:
                written.parent.mkdir(parents=True, exist_ok=True)
                write_whole(written, page(story, thread(case, case.findings[0]["id"]), events_of(case)))
    except (NotAsTold, AssertionError, httpx.HTTPError) as fault:
        print(f"\nNOT AS TOLD: {fault}", file=sys.stderr)
        return 1
    print(f"\nEvery step did what it says ({time.monotonic() - began:.0f} s).")
    if written:
        print(f"The same story as a page: {written}")
    return 0


def asked_for(parser: argparse.ArgumentParser, arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The options that both ways to play have."""
    parser.add_argument("--slow", action="store_true", help="wait a moment after each line, to watch")
    parser.add_argument("--quiet", action="store_true", help="the chapters' titles alone")
    parser.add_argument("--page", type=Path, help="where to write the story as an HTML page")
    return parser.parse_args(arguments)


def story_of(options: argparse.Namespace) -> Story:
    return Story(CHAPTERS, slow=SECONDS_A_LINE if options.slow else 0, quiet=options.quiet)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m demo.play", description="Plays the story on a running stack.")
    parser.add_argument("stack", type=Path, help="the stack's description, .local/stack.json")
    options = asked_for(parser)
    sys.exit(told(options.stack, story_of(options), options.page))


if __name__ == "__main__":
    main()
