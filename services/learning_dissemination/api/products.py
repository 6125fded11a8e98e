"""Products and their history (LD2)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from contracts.vocabulary.roles import STAFF
from contracts.vocabulary.types import Code
from services.chassis.http.identity import signed_in
from services.chassis.http.paging import After, Limit, listed, page
from services.chassis.http.reading import seen
from services.chassis.http.views import shown
from services.chassis.room.room import Room, given_to
from services.chassis.rules.decisions import Actor
from services.learning_dissemination.kinds import PRODUCT
from services.learning_dissemination.queries.products import HistoryLine, ProductShown, history, product_shown

Reader = Annotated[Actor, Depends(signed_in(*STAFF))]
Filter = Annotated[Code | None, Query()]


def products(room: Room) -> APIRouter:
    routes = APIRouter(tags=["products"])

    @routes.get(
        "/products",
        operation_id="ListProducts",
        response_model=list[ProductShown],
        summary="Products, with drafts and flagged ones",
    )
    async def list_products(
        request: Request,
        actor: Reader,
        limit: Limit = 50,
        after: After = None,
        status: Filter = None,
        kind: Filter = None,
        theme: Filter = None,
    ) -> Response:
        keys = {"status": status, "kind": kind, "themes": theme}
        items, last, found = await listed(room, PRODUCT, actor, keys, after, limit)
        return page(request, [product_shown(item, given_to(room, actor)) for item in items], last, limit, found)

    @routes.get("/products/{id}", operation_id="ReadProduct", response_model=ProductShown, summary="A product")
    async def read_product(id: str, actor: Reader) -> Response:
        return shown(room, await seen(room, PRODUCT, id, actor), product_shown, actor)

    @routes.get("/products/{id}/versions", operation_id="ListProductVersions", summary="Every change of a product")
    async def list_versions(id: str, actor: Reader) -> list[HistoryLine]:
        return await history(room, (await seen(room, PRODUCT, id, actor)).id)

    return routes
