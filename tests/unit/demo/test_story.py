"""The story is told as it grows: whole, slowly, or by its chapters alone; in colours only where they can be seen."""

import io
from datetime import UTC, datetime

import pytest
from typing_extensions import override

from demo.story import Line, Manner, Request, Story

AT = datetime(2026, 3, 2, 10, tzinfo=UTC)
DID = Line(Manner.DID, AT, "It is scoped.")
REFUSED = Line(Manner.REFUSED, AT, "(409 Refused)", ("It is not said how.  [scope/missing]",))


class Terminal(io.StringIO):
    @override
    def isatty(self) -> bool:
        return True


def told(story: Story, out: io.StringIO) -> str:
    story.chapter("A review is opened", ("R5",))
    story.line(DID)
    story.line(REFUSED)
    story.say("A table")
    return out.getvalue()


def test_every_line_says_when_and_a_refusal_every_reason() -> None:
    out = io.StringIO()
    text = told(Story(3, out=out), out)
    assert "1/3  A review is opened" in text
    assert "02 Mar 2026  It is scoped." in text
    assert "REFUSED (409 Refused)" in text
    assert "- It is not said how.  [scope/missing]" in text
    assert "A table" in text


def test_quiet_tells_the_chapters_alone_and_keeps_every_line_for_the_page() -> None:
    out = io.StringIO()
    story = Story(3, out=out, quiet=True)
    assert told(story, out) == "1/3  A review is opened\n"
    assert story.chapters[0].lines == [DID, REFUSED]


def test_slow_waits_after_each_line() -> None:
    waited: list[float] = []
    out = io.StringIO()
    told(Story(3, out=out, slow=1.5, pause=waited.append), out)
    assert waited == [1.5, 1.5]


def test_colours_are_for_terminals_that_want_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    terminal, file = Terminal(), io.StringIO()
    assert "\033[31m" in told(Story(1, out=terminal), terminal)
    assert "\033" not in told(Story(1, out=file), file)
    monkeypatch.setenv("NO_COLOR", "1")
    plain = Terminal()
    assert "\033" not in told(Story(1, out=plain), plain)


def test_the_requests_of_all_lines_are_known() -> None:
    request = Request("business-unit@partnership", "review-registry", "POST", "/reviews", 201, None)
    story = Story(1, out=io.StringIO())
    story.chapter("A review is opened", ())
    story.line(Line(Manner.DID, AT, "It is opened.", (), (request,)))
    assert story.requests() == [request]
