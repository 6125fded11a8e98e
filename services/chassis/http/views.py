"""Views: states in the form that people see."""

from collections.abc import Callable, Mapping
from types import UnionType
from typing import Any

from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from services.chassis.room.aside import aside
from services.chassis.room.room import Room, given_about
from services.chassis.rules.decisions import Actor, Given
from services.chassis.store.documents import Document

View = Callable[[Any, Given], BaseModel]
"""Makes the view of a state."""
Views = Mapping[str, tuple[type[BaseModel] | UnionType, View]]
"""Views by kind: the model that people see, or one for each reader, and the function that makes it from the state."""


async def shown(room: Room, document: Document, view: View, actor: Actor, status: int = 200) -> Response:
    """Returns a document's view, with its ETag."""
    given = given_about(room, document, actor)
    seen = await aside(view, document.state, given)
    return JSONResponse(seen.model_dump(mode="json"), status, {"ETag": f'"{document.revision}"'})
