"""The story as it is played: chapters of lines with their requests, printed at once and kept for the page."""

import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import TextIO

WIDTH = 15


class Manner(Enum):
    """The manner of a line: an act, a fact that can be seen, or a refusal with its reasons."""

    DID = "did"
    SEEN = "seen"
    REFUSED = "refused"


@dataclass(frozen=True)
class Request:
    """A request behind a line. Its events name `command` as their cause."""

    who: str
    service: str
    method: str
    path: str
    status: int
    command: str | None


@dataclass(frozen=True)
class Line:
    manner: Manner
    at: datetime
    text: str
    reasons: tuple[str, ...] = ()
    requests: tuple[Request, ...] = ()


@dataclass
class Chapter:
    title: str
    shows: tuple[str, ...]
    """The requirements that it shows (docs/requirements.md)."""
    lines: list[Line] = field(default_factory=list)


COLOURS = {Manner.DID: "", Manner.SEEN: "\033[32m", Manner.REFUSED: "\033[31m"}
BOLD, DIM, PLAIN = "\033[1m", "\033[2m", "\033[0m"


def colourful(out: TextIO) -> bool:
    return out.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


@dataclass
class Story:
    """A story that prints to `out` as it grows.

    `slow` is a pause in seconds after each line. `quiet` shows only the titles of the chapters.
    """

    chapters_in_all: int
    out: TextIO = field(default_factory=lambda: sys.stdout)
    slow: float = 0
    quiet: bool = False
    pause: Callable[[float], None] = time.sleep
    chapters: list[Chapter] = field(default_factory=list)

    def chapter(self, title: str, shows: tuple[str, ...]) -> None:
        self.chapters.append(Chapter(title, shows))
        numbered = f"{len(self.chapters)}/{self.chapters_in_all}  {title}"
        self._print(numbered if self.quiet else f"\n{self._in(BOLD, numbered)}")

    def line(self, line: Line) -> None:
        self.chapters[-1].lines.append(line)
        if self.quiet:
            return
        when = self._in(DIM, f"{line.at:%d %b %Y}")
        if line.manner is Manner.DID:
            self._print(f"  {when}  {line.text}")
        else:
            mark = "->" if line.manner is Manner.SEEN else "REFUSED"
            self._print(f"{'':{WIDTH}}{self._in(COLOURS[line.manner], f'{mark} {line.text}')}")
        for reason in line.reasons:
            self._print(f"{'':{WIDTH}}  - {reason}")
        if self.slow:
            self.pause(self.slow)

    def requests(self) -> list[Request]:
        return [request for chapter in self.chapters for line in chapter.lines for request in line.requests]

    def say(self, text: str) -> None:
        """Prints something beside the story, such as a table."""
        if not self.quiet:
            self._print(text)

    def _in(self, colour: str, text: str) -> str:
        return f"{colour}{text}{PLAIN}" if colour and colourful(self.out) else text

    def _print(self, text: str) -> None:
        print(text, file=self.out, flush=True)
