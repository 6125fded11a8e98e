"""Bodies that a form never has: a field twice, lists in lists without end, or thousands of entries."""

import json
from typing import Any

from fastapi import Request

from services.chassis.http.malformed import NAME
from services.chassis.http.refusals import HttpRefusal
from services.chassis.rules.decisions import Reason

DEEPEST, MOST_ENTRIES = 20, 5_000
"""Lists and objects in each other, and entries of all lists and objects together."""
TOO_DEEP = Reason("request/too-deep", f"Send at most {DEEPEST} lists or objects in each other.")
TOO_MANY = Reason("request/too-many", f"Send at most {MOST_ENTRIES} fields and entries in one request.")


async def well_formed(request: Request) -> None:
    """Raises a 422 if a body repeats a field, or has too many entries. FastAPI refuses what is no JSON."""
    repeated: set[str] = set()

    def fields(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, value in pairs:
            if name in found:
                repeated.add(name)
            found[name] = value
        return found

    try:
        body = json.loads(await request.body() or b"null", object_pairs_hook=fields)
    except (ValueError, RecursionError):
        return
    reasons = [Reason("request/repeated-field", "Give this field once.", _shown(name)) for name in sorted(repeated)]
    if reasons := [*reasons[:DEEPEST], *_size_reasons(body)]:
        raise HttpRefusal(422, "Some of your entries need a correction.", *reasons)


def _size_reasons(body: Any) -> list[Reason]:
    level, entries = [body], 0
    for _ in range(DEEPEST):
        inside = [inner for each in level for inner in _inside(each)]
        level, entries = [each for each in inside if isinstance(each, dict | list)], entries + len(inside)
        if entries > MOST_ENTRIES:
            return [TOO_MANY]
    return [TOO_DEEP] if level else []


def _inside(value: Any) -> list[Any]:
    return [*value.values()] if isinstance(value, dict) else value if isinstance(value, list) else []


def _shown(name: str) -> str:
    return name if NAME.fullmatch(name) else ""
