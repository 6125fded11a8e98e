"""The thread of one finding as a tree, from its own id, across the services: each event below what caused it."""

from datetime import datetime
from typing import Any

from demo.case import ACTIONS, REGISTRY, Case

Json = dict[str, Any]


def thread(case: Case, finding: str) -> list[Json]:
    """Every event of the thread that any service holds, in order of time."""
    told = [
        event
        for service in (REGISTRY, ACTIONS)
        for event in case.get("business-unit@partnership", service, f"/threads/{finding}")
    ]
    return sorted(told, key=lambda event: (datetime.fromisoformat(event["time"]), event["aggregate"], event["sequence"]))


def parents(events: list[Json]) -> dict[str, str | None]:
    """The event that each hangs below: the one that caused it; or, where a person or the clock did, the newest earlier event
    that its data names, its own thing's included."""
    known = {event["id"] for event in events}
    found: dict[str, str | None] = {}
    for place, event in enumerate(events):
        named = _ids(event["data"])
        earlier = [other["id"] for other in events[:place] if other["subject"] in named]
        found[event["id"]] = event["cause"] if event["cause"] in known else next(reversed(earlier), None)
    return found


def lines(events: list[Json]) -> list[str]:
    """The tree in words; what happened to one and the same thing stands in one column."""
    above = parents(events)
    below: dict[str | None, list[Json]] = {}
    for event in events:
        below.setdefault(above[event["id"]], []).append(event)
    depth: dict[str, int] = {}
    written: list[str] = []

    def write(event: Json, parent: Json | None) -> None:
        level = 0
        if parent:
            level = depth[parent["id"]] + (event["aggregate"] != parent["aggregate"])
        depth[event["id"]] = level
        written.append(f"  {datetime.fromisoformat(event['time']):%d %b %Y}  {'|  ' * level}{_words(event)}")
        for child in below.get(event["id"], []):
            write(child, event)

    for root in below.get(None, []):
        write(root, None)
    return written


def _words(event: Json) -> str:
    name = event["type"].split(".")[1]
    data = event["data"]
    shown = [
        str(data[field])
        for field in ("agency", "due", "by", "to_rung", "outcome", "result", "answer", "status")
        if field in data
    ]
    who = f"by {', '.join(event['roles'])}" if event["command"][0].isupper() and event["roles"] != ["system"] else ""
    return "  ".join(part for part in (name, " ".join(shown), f"[{event['service']}]", who) if part)


def _ids(data: Json) -> set[str]:
    values = [value if isinstance(value, list) else [value] for value in data.values()]
    return {item for value in values for item in value if isinstance(item, str) and len(item) == 36}
