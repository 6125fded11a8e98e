"""Products, and what a thematic one could draw on (LD2)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from contracts.vocabulary.roles import BUSINESS_UNIT, STAFF
from contracts.vocabulary.types import Code
from services.chassis.http.identity import signed_in
from services.chassis.http.paging import After, Limit, listed, page
from services.chassis.http.reading import seen
from services.chassis.http.views import shown
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Actor
from services.learning_dissemination import queries
from services.learning_dissemination.commands import PRODUCT
from services.learning_dissemination.domain.product import Product
from services.learning_dissemination.domain.proposal import Proposal
from services.learning_dissemination.queries import VersionLine

Reader = Annotated[Actor, Depends(signed_in(*STAFF))]
Filter = Annotated[Code | None, Query()]


def producing(room: Room) -> APIRouter:
    routes = APIRouter(tags=["products"])

    @routes.get("/proposals", operation_id="ProposeProduct", summary="What a thematic product could draw on (LD2)")
    async def read_proposal(
        actor: Annotated[Actor, Depends(signed_in(BUSINESS_UNIT))], theme: Annotated[Code, Query()]
    ) -> Proposal:
        return await queries.proposal(room, theme)

    @routes.get(
        "/products", operation_id="ListProducts", response_model=list[Product], summary="Products, drafts and flagged ones too"
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
        return page(request, items, last, limit, found)

    @routes.get("/products/{id}", operation_id="ReadProduct", response_model=Product, summary="A product as it stands")
    async def read_product(id: str, actor: Reader) -> Response:
        return shown(room, await seen(room, PRODUCT, id, actor), queries.as_it_is, actor)

    @routes.get("/products/{id}/versions", operation_id="ListProductVersions", summary="Who did what with it, when")
    async def list_versions(id: str, actor: Reader) -> list[VersionLine]:
        return await queries.versions(room, (await seen(room, PRODUCT, id, actor)).id)

    return routes
