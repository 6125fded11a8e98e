"""Lists in pages (architecture.md): `limit`, `after`, and a Link to the next one."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from contracts.vocabulary.types import UUID
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Actor
from services.chassis.store.kinds import Kind

Limit = Annotated[int, Query(ge=1, le=200, description="How many at most")]
After = Annotated[str | None, Query(pattern=UUID, description="The last id of the page before")]


async def listed(
    room: Room, kind: Kind, actor: Actor, keys: Mapping[str, Any], after: str | None, limit: int
) -> tuple[list[Any], str | None, int]:
    """A page of the states that the actor may see; the id that it ended with, and how many were looked at. Keys of None are not
    asked for."""
    asked = {name: value for name, value in keys.items() if value is not None}
    documents = await room.store.find(kind, asked, after=(None, after) if after else None, limit=limit)
    states = [document.state for document in documents if kind.visible is None or kind.visible(document.state, actor)]
    return states, documents[-1].id if documents else None, len(documents)


def page(request: Request, items: Sequence[BaseModel | dict[str, Any]], last: str | None, limit: int, found: int) -> Response:
    """The items; where there may be more (`found` reached `limit`), a Link to what comes after `last`."""
    body = [item if isinstance(item, dict) else item.model_dump(mode="json") for item in items]
    headers = {}
    if found >= limit and last:
        headers["Link"] = f'<{request.url.include_query_params(after=last, limit=limit)}>; rel="next"'
    return JSONResponse(body, headers=headers)
