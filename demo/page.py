"""The story as one HTML page, which needs no network and suits phones, screen readers and print.

Each step links to its requests and to the events that followed.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

from demo.story import Chapter, Line, Manner, Request, Story
from demo.thread import by_type, lines, shown
from local.partnership import name_of

Json = dict[str, Any]
Children = Mapping[str, list[Json]]
HERE = Path(__file__).parent
STYLE = (HERE / "page.css").read_text(encoding="utf-8")
INTRODUCTION = (HERE / "introduction.html").read_text(encoding="utf-8")

TITLE = "What became of one finding"


def page(story: Story, first_thread: list[Json], events: list[Json]) -> str:
    """Returns the whole page."""
    children: dict[str, list[Json]] = {}
    for event in events:
        children.setdefault(event["cause"], []).append(event)
    chapters = "".join(_chapter(number, chapter, children) for number, chapter in enumerate(story.chapters, start=1))
    contents = "".join(
        f'<li><a href="#chapter-{number}">{escape(chapter.title)}</a></li>'
        for number, chapter in enumerate(story.chapters, start=1)
    )
    return f"""<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{TITLE}</title>
<style>{STYLE}</style>
</head>
<body>
<a class="skip" href="#story">Skip to the story</a>
<header><h1>{TITLE}</h1>{INTRODUCTION}</header>
<nav aria-labelledby="contents"><h2 id="contents">Contents</h2><ol>{contents}</ol>
<ul><li><a href="#thread">The thread of the first finding</a></li><li><a href="#requirements">What each chapter shows</a></li>
<li><a href="#by-type">Events by type</a></li><li><a href="#events">Every event</a></li></ul></nav>
<main id="story">{chapters}
{_thread(first_thread)}
{_requirements(story)}
{_by_type(events)}
{_events(events)}
</main>
</body>
</html>
"""


def _chapter(number: int, chapter: Chapter, children: Children) -> str:
    steps = "".join(_line(line, children) for line in chapter.lines)
    shows = f'<p class="shows">Shows {escape(", ".join(chapter.shows))}</p>' if chapter.shows else ""
    title = f"<h2>{number}. {escape(chapter.title)}</h2>"
    return f'<section id="chapter-{number}">{title}{shows}<ol class="steps">{steps}</ol></section>\n'


LABELS = {
    Manner.DID: "",
    Manner.SEEN: '<span class="label">Seen</span> ',
    Manner.REFUSED: '<span class="label">Refused</span> ',
}


def _line(line: Line, children: Children) -> str:
    reasons = "".join(f"<li>{_reason(reason)}</li>" for reason in line.reasons)
    return (
        f'<li class="{line.manner.value}"><p>{_time(line.at)} {LABELS[line.manner]}{escape(line.text)}</p>'
        f"{f'<ul>{reasons}</ul>' if reasons else ''}{_behind(line.requests, children)}</li>"
    )


def _reason(reason: str) -> str:
    sentence, _, code = reason.partition("  [")
    return f"{escape(sentence)} <code>{escape(code.rstrip(']'))}</code>" if code else escape(sentence)


def _time(moment: datetime) -> str:
    return f'<time datetime="{moment:%Y-%m-%d}">{moment:%-d %b %Y}</time>'


def _behind(requests: tuple[Request, ...], children: Children) -> str:
    if not requests:
        return ""
    calls = "".join(f"<li>{_call(request)}{_followed(request.command, children)}</li>" for request in requests)
    total = sum(1 for request in requests for _ in _all_below(request.command, children))
    counted = f"{len(requests)} request{'s' if len(requests) > 1 else ''}, {total} event{'s' if total != 1 else ''}"
    return f"<details><summary>{counted}</summary><ul>{calls}</ul></details>"


def _call(request: Request) -> str:
    call = f"{request.method} {request.path}"
    who = f"{' for '.join(map(name_of, request.who.split('@')))} to the {request.service.replace('-', ' ')}: {request.status}"
    return f"<code>{escape(call)}</code> {escape(who)}"


def _followed(cause: str | None, children: Children) -> str:
    """Returns the events that a command or an event caused, and those that they caused, as nested lists."""
    below = children.get(cause or "", [])
    if not below:
        return ""
    items = "".join(f"<li>{_link(event)}{_followed(event['id'], children)}</li>" for event in below)
    return f"<ul>{items}</ul>"


def _all_below(cause: str | None, children: Children) -> Iterable[Json]:
    for event in children.get(cause or "", []):
        yield event
        yield from _all_below(event["id"], children)


def _name(event: Json) -> str:
    return str(event["type"]).split(".")[1]


def _link(event: Json) -> str:
    return (
        f'<a href="#{escape(event["id"])}">{escape(_name(event))}</a> <span class="service">{escape(event["service"])}</span>'
    )


def _thread(events: list[Json]) -> str:
    tree = "\n".join(escape(line) for line in lines(events))
    return f"""<section id="thread"><h2>The thread of the first finding</h2>
<p>{len(events)} events that four services keep about it, found by its id. Each event stands below its cause.</p>
<pre tabindex="0" aria-label="The thread as a tree">{tree}</pre></section>"""


def _requirements(story: Story) -> str:
    rows = [(id_, escape(words), ", ".join(map(_to_chapter, where))) for id_, words, where in shown(story)]
    table = _table("Requirements of the framework", ("Id", "In short", "Chapters"), rows)
    return f'<section id="requirements"><h2>What each chapter shows</h2>{table}</section>'


def _to_chapter(number: int) -> str:
    return f'<a href="#chapter-{number}">{number}</a>'


def _by_type(events: list[Json]) -> str:
    rows = [(escape(name), str(count)) for name, count in by_type(events)]
    table = _table(f"{len(events)} events in all", ("Event", "How many"), rows)
    return f'<section id="by-type"><h2>Events by type</h2>{table}</section>'


def _table(caption: str, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """Returns a table. Its cells are HTML."""
    head = "".join(f'<th scope="col">{each}</th>' for each in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _events(events: list[Json]) -> str:
    items = "".join(map(_event, events))
    return f"""<section id="events"><h2>Every event</h2>
<p>Ids, codes, dates, counts, links and hashes. No event holds a name or free text.</p>
<ol class="events">{items}</ol></section>"""


def _event(event: Json) -> str:
    when = _time(datetime.fromisoformat(event["time"]))
    what = f'<strong>{escape(_name(event))}</strong> {when} <span class="service">{escape(event["service"])}</span>'
    return f'<li id="{escape(event["id"])}">{what} <code>{escape(json.dumps(event["data"]))}</code></li>'
