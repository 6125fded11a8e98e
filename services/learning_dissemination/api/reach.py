"""The reach of products, over HTTP (LD5)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from contracts.vocabulary.types import Id
from services.chassis.http.reading import seen_part
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Actor
from services.learning_dissemination.api.readers import REACH_READER
from services.learning_dissemination.domain.product.state import ProductHead
from services.learning_dissemination.domain.reach import Reach
from services.learning_dissemination.domain.readers import LIBRARY
from services.learning_dissemination.kinds import PRODUCT
from services.learning_dissemination.queries.reach import reach_of


def router(room: Room) -> APIRouter:
    """Returns the route of reach."""
    routes = APIRouter(tags=["reach"])

    @routes.get("/reach", operation_id="ReadReach", summary="Shows the reach of a product in each segment (LD5)")
    async def read_reach(actor: Annotated[Actor, Depends(REACH_READER)], product: Annotated[Id, Query()]) -> Reach:
        return await reach_of(room, await seen_part(room, PRODUCT, product, actor, ProductHead, {LIBRARY}), actor)

    return routes
