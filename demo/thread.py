"""The thread of one finding across the services, as a tree with each event below its cause."""

import re
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

from demo.case import SERVICES, Case, StoryFailed
from demo.story import Story
from local.partnership import name_of

Json = dict[str, Any]


REQUIREMENTS = Path(__file__).parents[1] / "docs" / "requirements.md"


def thread(case: Case, id_: str) -> list[Json]:
    """Returns every event of the thread from all services, in order of time."""
    events = [event for service in SERVICES for event in _events_in(case, service, id_)]
    return sorted(events, key=lambda event: (datetime.fromisoformat(event["time"]), event["aggregate"], event["sequence"]))


def _events_in(case: Case, service: str, id_: str) -> list[Json]:
    """Returns the events of a thread in one service, page by page."""
    found: list[Json] = []
    path = f"/threads/{id_}"
    while path.startswith("/threads"):
        answer = case.ask("business-unit@partnership", service, path)
        if answer.status_code == httpx.codes.NOT_FOUND:
            return []
        if answer.is_error:
            raise StoryFailed(f"the thread in {service}: {answer.status_code}")
        found += answer.json()
        path = httpx.URL(answer.links.get("next", {}).get("url", "")).raw_path.decode()
    return found


def events_of(case: Case) -> list[Json]:
    """Returns every event of the play once, from the threads of everything that its commands changed."""
    ids = {part for request in case.story.requests() for part in request.path.split("/") if len(part) == 36}
    ids |= {case.review["id"], *(finding["id"] for finding in case.findings), *case.made}
    found = {event["id"]: event for id_ in sorted(ids) for event in thread(case, id_)}
    return sorted(found.values(), key=lambda event: (event["time"], event["aggregate"], event["sequence"]))


def by_type(events: list[Json]) -> list[tuple[str, int]]:
    """Returns the number of events by type, in the order of the services."""
    counted = Counter((SERVICES.index(event["service"]), event["type"].split(".")[1]) for event in events)
    return [(f"{name}  [{SERVICES[place]}]", count) for (place, name), count in sorted(counted.items())]


def shown(story: Story) -> list[tuple[str, str, list[int]]]:
    """Returns each requirement in short, and the chapters that showed it."""
    words = dict(re.findall(r"^\| (R\d+) \| ([^|]+?) \|", REQUIREMENTS.read_text(encoding="utf-8"), re.MULTILINE))
    chapters = enumerate(story.chapters, start=1)
    where: dict[str, list[int]] = {}
    for number, chapter in chapters:
        for id_ in chapter.shows:
            where.setdefault(id_, []).append(number)
    return [(id_, words[id_], where[id_]) for id_ in words if id_ in where]


def parents(events: list[Json]) -> dict[str, str | None]:
    """Returns the parent of each event in the tree.

    It is the event that caused it. If a person or the clock caused it, the parent is the newest earlier event that its data
    names.
    """
    known = {event["id"] for event in events}
    found: dict[str, str | None] = {}
    for place, event in enumerate(events):
        found[event["id"]] = event["cause"] if event["cause"] in known else _named_last(event, events[:place])
    return found


def _named_last(event: Json, earlier: list[Json]) -> str | None:
    """Returns the newest earlier event of an aggregate that the event names, or else the newest about it."""
    named = _ids(event["data"])
    for what in ("aggregate", "subject"):
        if found := [other["id"] for other in earlier if other[what] in named]:
            return str(found[-1])
    return None


def lines(events: list[Json]) -> list[str]:
    """Returns the tree as lines. Events of one aggregate share a column."""
    above = parents(events)
    below: dict[str | None, list[Json]] = {}
    for event in events:
        below.setdefault(above[event["id"]], []).append(event)
    depth: dict[str, int] = {}
    written: list[tuple[str, int]] = []

    def write(event: Json, parent: Json | None) -> None:
        level = 0
        if parent:
            level = depth[parent["id"]] + (event["aggregate"] != parent["aggregate"])
        depth[event["id"]] = level
        line = f"  {datetime.fromisoformat(event['time']):%d %b %Y}  {'|  ' * level}{_words(event)}"
        if written and written[-1][0] == line:
            written[-1] = (line, written[-1][1] + 1)
        else:
            written.append((line, 1))
        for child in below.get(event["id"], []):
            write(child, event)

    for root in below.get(None, []):
        write(root, None)
    return [line if times == 1 else f"{line}  ({times} times)" for line, times in written]


def _words(event: Json) -> str:
    name = event["type"].split(".")[1]
    data = event["data"]
    shown = [
        name_of(str(data[field]))
        for field in ("agency", "due", "by", "to_rung", "outcome", "result", "answer", "status")
        if field in data
    ]
    who = f"by {', '.join(event['roles'])}" if event["command"][0].isupper() and event["roles"] != ["system"] else ""
    return "  ".join(part for part in (name, " ".join(shown), f"[{event['service']}]", who) if part)


def _ids(data: Json) -> set[str]:
    values = [value if isinstance(value, list) else [value] for value in data.values()]
    return {item for value in values for item in value if isinstance(item, str) and len(item) == 36}
