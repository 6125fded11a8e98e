"""The public library, which needs no token (LD2, LD7)."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from services.chassis.http.listings import add_list
from services.chassis.http.reading import seen_part
from services.chassis.http.refusals import HttpRefusal, Problem, not_found
from services.chassis.room.aside import aside
from services.chassis.room.room import Room
from services.chassis.rules.decisions import ANONYMOUS
from services.learning_dissemination.api.readers import anonymous
from services.learning_dissemination.domain.product.rendering import html_page, markdown
from services.learning_dissemination.domain.product.state import ProductStatus, Published, in_library
from services.learning_dissemination.domain.readers import LIBRARY
from services.learning_dissemination.kinds import PRODUCT
from services.learning_dissemination.queries.public import (
    IN_LIBRARY,
    LibraryItem,
    LibraryLine,
    PublicProduct,
    library,
    library_item,
    library_reader,
)

WITHDRAWN: dict[int | str, dict[str, Any]] = {410: {"model": Problem, "description": "Withdrawn, or held back"}}
WITHDRAWN_WORDS = "This product has been withdrawn. Please do not use it any more."
WITHHELD_WORDS = "This product is held back for now. Please do not use it until it is here again."
SELF_CONTAINED = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"}
"""Forbids the page to load anything, so that a browser enforces it."""


def router(room: Room) -> APIRouter:
    """Returns the routes of the library."""
    routes = APIRouter(tags=["library"])
    add_list(
        routes,
        room,
        "/library",
        IN_LIBRARY,
        library(room),
        model=LibraryLine,
        actor=anonymous,
        reader=library_reader,
        operation_id="ListLibrary",
        summary="Lists published products (LD7)",
    )

    @routes.get(
        "/library/{id}", operation_id="ReadLibrary", summary="Shows a published product with its parts", responses=WITHDRAWN
    )
    async def read_library(id: str) -> LibraryItem:
        return library_item(id, await _published(room, id), room)

    @routes.get(
        "/library/{id}/html",
        operation_id="ReadLibraryPage",
        response_class=HTMLResponse,
        summary="Shows a published product as a page to read or print",
        responses=WITHDRAWN,
    )
    async def read_page(id: str) -> HTMLResponse:
        return HTMLResponse(
            await aside(html_page, await _published(room, id), room.framework.partnership.name), headers=SELF_CONTAINED
        )

    @routes.get(
        "/library/{id}/markdown",
        operation_id="ReadLibraryMarkdown",
        response_class=Response,
        summary="Shows a published product as Markdown",
        responses=WITHDRAWN | {200: {"content": {"text/markdown": {"schema": {"type": "string"}}}}},
    )
    async def read_markdown(id: str) -> Response:
        text = await aside(markdown, await _published(room, id), room.framework.partnership.name)
        return Response(text, media_type="text/markdown; charset=utf-8")

    return routes


async def _published(room: Room, id_: str) -> Published:
    """Returns the published version. Raises a 410 if it is withdrawn or held back, and a 404 if it was never published."""
    product: PublicProduct = await seen_part(room, PRODUCT, id_, ANONYMOUS, PublicProduct, {LIBRARY})
    if product.published is None:
        raise not_found()
    if not in_library(product):
        raise HttpRefusal(410, WITHDRAWN_WORDS if product.status is ProductStatus.WITHDRAWN else WITHHELD_WORDS)
    return product.published
