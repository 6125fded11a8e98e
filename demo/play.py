"""Plays the story on a running stack: `python -m demo.play .local/stack.json`. Exits with 0 only if every step succeeds."""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import httpx

from demo.case import Case, StoryFailed
from demo.page import page
from demo.steps import CHAPTERS, STEPS
from demo.story import Story
from demo.thread import by_type, events_of, lines, shown, thread
from local.parts.files import write_whole

SECONDS_A_LINE = 1.5


def play(case: Case) -> None:
    """Plays every step. Raises StoryFailed, or AssertionError if something took too long."""
    for step in STEPS:
        step(case)


def show_threads(case: Case) -> None:
    """Shows the thread of the first finding, the events by type, and the requirements."""
    case.story.say("\nThe thread of the first finding, from its own id, across four services")
    case.story.say("\n".join(lines(thread(case, case.findings[0]["id"]))))
    case.story.say("\nEvents by type")
    case.story.say("\n".join(f"  {count:4}  {name}" for name, count in by_type(events_of(case))))
    case.story.say("\nRequirements, and the chapters that showed them (docs/requirements.md)")
    case.story.say("\n".join(f"  {id_:4} {words}: {', '.join(map(str, where))}" for id_, words, where in shown(case.story)))


def perform(stack: Path, story: Story, written: Path | None) -> int:
    """Plays the story, reports how it ended, and writes the page."""
    began = time.monotonic()
    try:
        with Case(stack, story) as case:
            play(case)
            show_threads(case)
            if written:
                written.parent.mkdir(parents=True, exist_ok=True)
                write_whole(written, page(story, thread(case, case.findings[0]["id"]), events_of(case)))
    except (StoryFailed, AssertionError, httpx.HTTPError) as fault:
        print(f"\nTHE STORY FAILED: {fault}", file=sys.stderr)
        return 1
    print(f"\nEvery step succeeded ({time.monotonic() - began:.0f} s).")
    if written:
        print(f"The same story as a page: {written}")
    return 0


def asked_for(parser: argparse.ArgumentParser, arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Returns the options, which both ways to play share."""
    parser.add_argument("--slow", action="store_true", help="wait a moment after each line, to watch")
    parser.add_argument("--quiet", action="store_true", help="show only the titles of the chapters")
    parser.add_argument("--page", type=Path, help="the file for the story as an HTML page")
    return parser.parse_args(arguments)


def story_of(options: argparse.Namespace) -> Story:
    return Story(CHAPTERS, slow=SECONDS_A_LINE if options.slow else 0, quiet=options.quiet)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m demo.play", description="Plays the story on a running stack.")
    parser.add_argument("stack", type=Path, help="the stack's description, .local/stack.json")
    options = asked_for(parser)
    sys.exit(perform(options.stack, story_of(options), options.page))


if __name__ == "__main__":
    main()
