"""Who needs it, how it was brought to them, and whether it reached them (LD3, LD4, LD5)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from contracts.vocabulary.roles import AGENCY_LEAD, PARTNERSHIP_WIDE, PRACTITIONER, STAFF
from contracts.vocabulary.types import Code, Id
from services.chassis.http.identity import signed_in
from services.chassis.http.paging import After, Limit, listed, page
from services.chassis.http.reading import seen
from services.chassis.http.views import shown
from services.chassis.room.room import Room, given_to
from services.chassis.rules.decisions import Actor
from services.learning_dissemination import queries
from services.learning_dissemination.commands import ACKNOWLEDGEMENT, AUDIENCE, DELIVERY, PRODUCT
from services.learning_dissemination.domain.reach import Reach
from services.learning_dissemination.queries import AudienceShown, DeliveryShown, OwnAcknowledgement

Reader = Annotated[Actor, Depends(signed_in(*PARTNERSHIP_WIDE, AGENCY_LEAD))]
Staff = Annotated[Actor, Depends(signed_in(*STAFF))]
Anybody = Annotated[Actor, Depends(signed_in(*STAFF, PRACTITIONER))]
Filter = Annotated[Code | None, Query()]


def reaching(room: Room) -> APIRouter:
    routes = APIRouter()
    for part in (needing, bringing, acknowledging):
        routes.include_router(part(room))
    return routes


def needing(room: Room) -> APIRouter:
    """Who needs it, and how far it reached them."""
    routes = APIRouter()

    @routes.get(
        "/audiences",
        operation_id="ListAudiences",
        response_model=list[AudienceShown],
        summary="Who is there to learn; by theme, who needs it and whether they have had something on it (LD3)",
        tags=["audiences"],
    )
    async def list_audiences(
        request: Request, actor: Reader, limit: Limit = 50, after: After = None, theme: Filter = None, agency: Filter = None
    ) -> Response:
        items, last, found = await listed(room, AUDIENCE, actor, {"needs": theme, "agency": agency}, after, limit)
        return page(request, await queries.audiences_shown(room, items, theme), last, limit, found)

    @routes.get("/reach", operation_id="ReadReach", summary="How far a product reached those it is for (LD5)", tags=["reach"])
    async def read_reach(actor: Reader, product: Annotated[Id, Query()]) -> Reach:
        return await queries.reach(room, (await seen(room, PRODUCT, product, actor)).state, actor)

    return routes


def bringing(room: Room) -> APIRouter:
    """How it was brought to them."""
    routes = APIRouter(tags=["deliveries"])

    @routes.get(
        "/deliveries",
        operation_id="ListDeliveries",
        response_model=list[DeliveryShown],
        summary="What is brought to whom, and what came of it (LD4)",
    )
    async def list_deliveries(
        request: Request,
        actor: Staff,
        limit: Limit = 50,
        after: After = None,
        product: Annotated[Id | None, Query()] = None,
        theme: Filter = None,
        agency: Filter = None,
    ) -> Response:
        keys = {"product": product, "themes": theme, "agencies": agency}
        items, last, found = await listed(room, DELIVERY, actor, keys, after, limit)
        return page(request, [queries.delivery_shown(item, given_to(room, actor)) for item in items], last, limit, found)

    @routes.get(
        "/deliveries/{id}", operation_id="ReadDelivery", response_model=DeliveryShown, summary="A delivery as it stands"
    )
    async def read_delivery(id: str, actor: Staff) -> Response:
        return shown(room, await seen(room, DELIVERY, id, actor), queries.delivery_shown, actor)

    return routes


def acknowledging(room: Room) -> APIRouter:
    """What the reader acknowledged."""
    routes = APIRouter(tags=["acknowledgements"])

    @routes.get(
        "/acknowledgements",
        operation_id="ListAcknowledgements",
        response_model=list[OwnAcknowledgement],
        summary="What I read and discussed, and what I said I will do (LD5)",
    )
    async def list_own(request: Request, actor: Anybody, limit: Limit = 50, after: After = None) -> Response:
        items, last, found = await listed(room, ACKNOWLEDGEMENT, actor, {"person_ref": actor.person_ref}, after, limit)
        return page(request, await queries.own_acknowledgements(room, items), last, limit, found)

    return routes
