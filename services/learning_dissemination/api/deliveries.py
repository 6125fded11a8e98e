"""Deliveries over HTTP (LD4)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from services.chassis.http.listings import add_list, each
from services.chassis.http.reading import seen
from services.chassis.http.views import shown
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Actor
from services.learning_dissemination.api.readers import STAFF_READER
from services.learning_dissemination.kinds import DELIVERY
from services.learning_dissemination.queries.deliveries import DELIVERIES, DeliveryShown, delivery_shown


def router(room: Room) -> APIRouter:
    """Returns the routes of deliveries."""
    routes = APIRouter(tags=["deliveries"])
    add_list(
        routes,
        room,
        "/deliveries",
        DELIVERIES,
        each(delivery_shown),
        model=DeliveryShown,
        actor=STAFF_READER,
        operation_id="ListDeliveries",
        summary="Lists deliveries, with their attendance and reach (LD4)",
    )

    @routes.get("/deliveries/{id}", operation_id="ReadDelivery", response_model=DeliveryShown, summary="Shows a delivery")
    async def read_delivery(id: str, actor: Annotated[Actor, Depends(STAFF_READER)]) -> Response:
        return await shown(room, await seen(room, DELIVERY, id, actor), delivery_shown, actor)

    return routes
