"""Single reads and histories over HTTP, for those who may know of a thing. To everybody else nothing is there."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from services.chassis.http.listings import LARGEST, LIMIT
from services.chassis.http.next_page import next_page
from services.chassis.http.refusals import not_found
from services.chassis.room.reading import Reader, history_of, is_known, read_one, read_part
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Actor
from services.chassis.store.documents import Document, Record
from services.chassis.store.kinds import Kind
from services.chassis.store.parts import Nothing


class HistoryLine(BaseModel):
    """An entry of a history: the time, the command, the person in their role, and the events that followed."""

    version: int
    at: datetime
    command: str
    roles: list[str]
    agency: str
    person_ref: str
    events: list[str]


async def seen(room: Room, kind: Kind, id_or_reference: str, actor: Actor, also: Collection[str] = ()) -> Document:
    """Returns a document that the person may know of. Raises a 404 otherwise."""
    document = await read_one(room, kind, id_or_reference, Reader(actor, frozenset(also)))
    if document is None:
        raise not_found()
    return document


async def seen_part(room: Room, kind: Kind, id_: str, actor: Actor, part: type[BaseModel], also: Collection[str] = ()) -> Any:
    """Returns the fields that `part` names of a state that the person may know of. Raises a 404 otherwise."""
    document = await read_part(room, kind, id_, Reader(actor, frozenset(also)), part)
    if document is None:
        raise not_found()
    return document.state


def refuse_unless_known(document: Document, reader: Reader) -> None:
    """Raises a 404 for a document that does not exist, or that the person may not know of."""
    if not is_known(document, reader):
        raise not_found()


def history_line(entry: Record) -> dict[str, Any]:
    """Returns the fields of a `HistoryLine`."""
    events = [event["headers"]["ce_type"] for event in entry["events"]]
    return {"version": entry["version"], "at": entry["at"], "command": entry["command"], "events": events, **entry["by"]}


def add_history(
    routes: APIRouter,
    room: Room,
    path: str,
    kind: Kind,
    *,
    actor: Callable[..., Any],
    operation_id: str,
    summary: str,
    model: type[HistoryLine] = HistoryLine,
    more: Callable[[Record], dict[str, Any]] = lambda state: {},
    fields: Collection[str] = (),
) -> None:
    """Adds the route of a history, oldest first, a page at a time.

    `more` returns further fields of a line from these `fields` of an entry's state.
    """

    async def handle(
        request: Request,
        id: str,
        actor: Any,
        limit: Annotated[int, Query(ge=1, le=LARGEST, description="Entries on a page, at most")] = LIMIT,
        after: Annotated[int, Query(ge=0, le=2**31, description="The version of the last entry of the page before")] = 0,
    ) -> Response:
        document = await read_part(room, kind, id, Reader(actor), Nothing)
        if document is None:
            raise not_found()
        entries, has_more = await history_of(room, document, after, limit, fields)
        lines = [model(**history_line(entry), **more(entry.get("state", {}))) for entry in entries]
        headers = {}
        if has_more:
            headers["Link"] = next_page(request, after=lines[-1].version, limit=limit)
        return JSONResponse([line.model_dump(mode="json") for line in lines], headers=headers)

    handle.__annotations__["actor"] = Annotated[Actor, Depends(actor)]
    routes.add_api_route(
        path,
        handle,
        methods=["GET"],
        response_model=list[model],  # type: ignore[valid-type]
        operation_id=operation_id,
        summary=summary,
    )
