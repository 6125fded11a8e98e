"""The reach of products (LD5)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from contracts.vocabulary.roles import AGENCY_LEAD, PARTNERSHIP_WIDE
from contracts.vocabulary.types import Id
from services.chassis.http.identity import signed_in
from services.chassis.http.reading import seen
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Actor
from services.learning_dissemination.domain.reach import Reach
from services.learning_dissemination.kinds import PRODUCT
from services.learning_dissemination.queries.reach import reach_of

Reader = Annotated[Actor, Depends(signed_in(*PARTNERSHIP_WIDE, AGENCY_LEAD))]


def reach(room: Room) -> APIRouter:
    routes = APIRouter(tags=["reach"])

    @routes.get("/reach", operation_id="ReadReach", summary="The reach of a product in each segment (LD5)")
    async def read_reach(actor: Reader, product: Annotated[Id, Query()]) -> Reach:
        return await reach_of(room, (await seen(room, PRODUCT, product, actor)).state, actor)

    return routes
