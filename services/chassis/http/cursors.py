"""Cursors of pages: positions that no one can read or forge, and that open no other list and nobody else's."""

import base64
import json
from typing import Any

from fastapi import Request

from services.chassis.http.refusals import HttpRefusal
from services.chassis.privacy.keyring import CANNOT_OPEN, Purpose
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Actor, Reason

Place = tuple[Any, ...]
"""A position in a list, of strings, numbers and None."""
LONGEST_CURSOR = 2000
WRONG = Reason("request/cursor", "This link to a page is not valid here. Begin with the first page.", "after")


def sealed_cursor(room: Room, request: Request, actor: Actor, place: Place) -> str:
    """Returns the cursor of a position in the list that a request asks for."""
    sealed = room.keyring.seal(Purpose.CURSOR, room.name, json.dumps([_scope(request, actor), place]).encode())
    return base64.urlsafe_b64encode(sealed.encode()).decode().rstrip("=")


def opened_cursor(room: Room, request: Request, actor: Actor, cursor: str) -> Place | None:
    """Returns the position behind a cursor. Returns None for a cursor of another list, person or service."""
    try:
        sealed = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        theirs, place = json.loads(room.keyring.open(Purpose.CURSOR, room.name, sealed))
    except (*CANNOT_OPEN, ValueError, TypeError):
        return None
    return tuple(place) if theirs == json.loads(json.dumps(_scope(request, actor))) else None


def place_of(room: Room, request: Request, actor: Actor, cursor: str | None) -> Place | None:
    """Returns the position behind a cursor, or None without one. Raises a 422 for a cursor that opens nothing here."""
    place = opened_cursor(room, request, actor, cursor) if cursor else None
    if cursor and place is None:
        raise HttpRefusal(422, "We cannot show the list as you asked.", WRONG)
    return place


def _scope(request: Request, actor: Actor) -> list[Any]:
    """Returns the scope of a cursor: the list, its filters and order, and the person."""
    asked = sorted((name, value) for name, value in request.query_params.items() if name not in ("after", "limit"))
    return [request.url.path, asked, actor.agency, actor.person_ref]
