"""Deliveries (LD4)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from contracts.vocabulary.roles import STAFF
from contracts.vocabulary.types import Code, Id
from services.chassis.http.identity import signed_in
from services.chassis.http.paging import After, Limit, listed, page
from services.chassis.http.reading import seen
from services.chassis.http.views import shown
from services.chassis.room.room import Room, given_to
from services.chassis.rules.decisions import Actor
from services.learning_dissemination.kinds import DELIVERY
from services.learning_dissemination.queries.deliveries import DeliveryShown, delivery_shown

Reader = Annotated[Actor, Depends(signed_in(*STAFF))]
Filter = Annotated[Code | None, Query()]


def deliveries(room: Room) -> APIRouter:
    routes = APIRouter(tags=["deliveries"])

    @routes.get(
        "/deliveries",
        operation_id="ListDeliveries",
        response_model=list[DeliveryShown],
        summary="Deliveries, their attendance and their reach (LD4)",
    )
    async def list_deliveries(
        request: Request,
        actor: Reader,
        limit: Limit = 50,
        after: After = None,
        product: Annotated[Id | None, Query()] = None,
        theme: Filter = None,
        agency: Filter = None,
    ) -> Response:
        keys = {"product": product, "themes": theme, "agencies": agency}
        items, last, found = await listed(room, DELIVERY, actor, keys, after, limit)
        return page(request, [delivery_shown(item, given_to(room, actor)) for item in items], last, limit, found)

    @routes.get("/deliveries/{id}", operation_id="ReadDelivery", response_model=DeliveryShown, summary="A delivery")
    async def read_delivery(id: str, actor: Reader) -> Response:
        return shown(room, await seen(room, DELIVERY, id, actor), delivery_shown, actor)

    return routes
