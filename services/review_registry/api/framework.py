"""The framework over HTTP (RR9)."""

from typing import Annotated

from fastapi import APIRouter, Depends

from contracts.framework.document import Framework
from services.chassis.http.refusals import QUERY_RESPONSES
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Actor
from services.review_registry.api.readers import STAFF_READER


def router(room: Room) -> APIRouter:
    """Returns the route of the framework."""
    routes = APIRouter(tags=["reviews"], responses=QUERY_RESPONSES)

    @routes.get("/framework", operation_id="ReadFramework", summary="The framework in force (RR9)")
    async def read_framework(actor: Annotated[Actor, Depends(STAFF_READER)]) -> Framework:
        return room.framework

    return routes
