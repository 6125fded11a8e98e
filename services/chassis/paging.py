"""Lists in pages (architecture.md): `limit`, `after`, and a Link to the next one."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from contracts.vocabulary import UUID

Limit = Annotated[int, Query(ge=1, le=200, description="How many at most")]
After = Annotated[str | None, Query(pattern=UUID, description="The last id of the page before")]


def page(request: Request, items: Sequence[BaseModel | dict[str, Any]], last: str | None, limit: int, found: int) -> Response:
    """The items; where there may be more (`found` reached `limit`), a Link to what comes after `last`."""
    body = [item if isinstance(item, dict) else item.model_dump(mode="json") for item in items]
    headers = {}
    if found >= limit and last:
        headers["Link"] = f'<{request.url.include_query_params(after=last, limit=limit)}>; rel="next"'
    return JSONResponse(body, headers=headers)
