"""The story's page: whole HTML in one file, no network, every link in it leads somewhere, and nothing of a text is markup."""

import io
import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

from typing_extensions import override

from demo.page import page
from demo.story import Line, Manner, Request, Story
from local.partnership import name_of

AT = datetime(2026, 3, 2, 10, tzinfo=UTC)
COMMAND, FIRST, SECOND = "c" * 36, "e" * 36, "f" * 36
VOID = {"meta", "br", "link", "img", "hr", "input"}


def event(id_: str, name: str, cause: str, **data: Any) -> dict[str, Any]:
    return {
        "id": id_,
        "type": f"learning.{name}.v1",
        "service": "review-registry",
        "time": AT.isoformat(),
        "aggregate": "a" * 36,
        "sequence": "0001-0000000001",
        "subject": "a" * 36,
        "cause": cause,
        "command": "OpenReview",
        "roles": ["business-unit"],
        "agency": "partnership",
        "data": data,
    }


EVENTS = [event(FIRST, "ReviewOpened", COMMAND), event(SECOND, "InvolvementPlanned", FIRST)]


def made(text: str = "It is opened.") -> str:
    story = Story(1, out=io.StringIO())
    story.chapter("A review is opened", ("R5",))
    request = Request("business-unit@partnership", "review-registry", "POST", "/reviews", 201, COMMAND)
    story.line(Line(Manner.DID, AT, text, (), (request,)))
    story.line(Line(Manner.REFUSED, AT, "(409 Refused)", ("It is not said how.  [scope/missing]",)))
    return page(story, EVENTS, EVENTS)


class Read(HTMLParser):
    """What is open, what is named, what is linked to."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.tags: list[str] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        self.ids += [named["id"] or ""] if "id" in named else []
        self.links += [named["href"] or ""] if tag == "a" and "href" in named else []
        self.loads += [named["src"] or ""] if "src" in named else []

    @override
    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)


def read(html: str) -> Read:
    reader = Read()
    reader.feed(html)
    return reader


def test_it_is_whole_and_needs_no_network() -> None:
    found = read(made())
    assert (found.open, found.faults) == ([], [])
    assert found.tags.count("h1") == 1
    assert {"main", "nav", "header", "title"} <= set(found.tags)
    assert found.loads == []
    assert "script" not in found.tags
    assert "link" not in found.tags
    assert "@import" not in made()
    assert "url(" not in made()
    assert '<html lang="en-GB">' in made()


def test_every_link_leads_to_something_on_the_page() -> None:
    found = read(made())
    assert found.links
    assert [link for link in found.links if not link.startswith("#") or link[1:] not in found.ids] == []
    assert len(found.ids) == len(set(found.ids))


def test_a_step_leads_to_its_request_and_to_the_events_that_followed() -> None:
    behind = re.search(r"<details>.*?</details>", made(), re.DOTALL)
    assert behind
    assert "1 request, 2 events" in behind.group()
    assert "POST /reviews" in behind.group()
    assert f"#{FIRST}" in behind.group()
    assert f"#{SECOND}" in behind.group(), "what an event caused follows too"


def test_no_text_is_markup() -> None:
    html = made("<script>alert(1)</script> & so on")
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; so on" in html


def test_a_request_names_the_agency_that_its_sender_acts_for() -> None:
    assert f"business-unit for {name_of('partnership')} to the review registry: 201" in made()
