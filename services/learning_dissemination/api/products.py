"""Products and their history, over HTTP (LD2)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from services.chassis.http.listings import add_list, each
from services.chassis.http.reading import add_history, seen
from services.chassis.http.views import shown
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Actor
from services.learning_dissemination.api.readers import PARTNERSHIP_READER
from services.learning_dissemination.kinds import PRODUCT
from services.learning_dissemination.queries.products import (
    PRODUCTS,
    ProductLine,
    ProductShown,
    product_shown,
    version_and_status,
)


def router(room: Room) -> APIRouter:
    """Returns the routes of products."""
    routes = APIRouter(tags=["products"])
    add_list(
        routes,
        room,
        "/products",
        PRODUCTS,
        each(product_shown),
        model=ProductShown,
        actor=PARTNERSHIP_READER,
        operation_id="ListProducts",
        summary="Lists products, with drafts and flagged ones",
    )

    @routes.get("/products/{id}", operation_id="ReadProduct", response_model=ProductShown, summary="Shows a product")
    async def read_product(id: str, actor: Annotated[Actor, Depends(PARTNERSHIP_READER)]) -> Response:
        return await shown(room, await seen(room, PRODUCT, id, actor), product_shown, actor)

    add_history(
        routes,
        room,
        "/products/{id}/history",
        PRODUCT,
        actor=PARTNERSHIP_READER,
        operation_id="ReadProductHistory",
        summary="Lists every change of a product, with the person who made it",
        model=ProductLine,
        more=version_and_status,
        fields=("version", "status"),
    )
    return routes
